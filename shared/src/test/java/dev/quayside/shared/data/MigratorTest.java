package dev.quayside.shared.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class MigratorTest {

    @Test
    void an_app_role_can_use_its_own_schema_and_no_other() {
        try (TestDatabase orders = TestDatabase.open("orders")) {
            orders.admin().useHandle(handle -> handle.execute("create table payments.secrets (id int)"));

            assertThat(orders.database()
                            .<Integer, RuntimeException>withHandle(
                                    handle -> handle.select("select count(*) from outbox")
                                            .mapTo(Integer.class)
                                            .one()))
                    .isZero();
            assertThatThrownBy(() -> orders.database()
                            .withHandle(handle -> handle.select("select * from payments.secrets")
                                    .mapToMap()
                                    .list()))
                    .hasMessageContaining("permission denied for schema payments");
            assertThatThrownBy(
                            () -> orders.database().withHandle(handle -> handle.execute("create table mine (id int)")))
                    .hasMessageContaining("permission denied for schema orders");
        }
    }

    @Test
    void bootstrap_can_run_again() {
        try (TestDatabase orders = TestDatabase.open("orders")) {
            orders.admin()
                    .useHandle(handle -> handle.execute(
                            "insert into outbox (event_id, topic, type, subject, traceparent, payload) values"
                                    + " (gen_random_uuid(), 't', 't', 's', 'p', '{}')"));
            PGSimpleDataSource admin = new PGSimpleDataSource();
            admin.setUrl(orders.jdbcUrl());
            admin.setUser("postgres");

            Migrator.bootstrap(admin, null);

            assertThat(orders.database()
                            .<Integer, RuntimeException>withHandle(
                                    handle -> handle.select("select count(*) from outbox")
                                            .mapTo(Integer.class)
                                            .one()))
                    .isOne();
        }
    }
}
