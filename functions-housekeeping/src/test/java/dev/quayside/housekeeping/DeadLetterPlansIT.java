package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Among 200,000 dead letters every list is read from an index in its order, however deep the page. */
class DeadLetterPlansIT {

    private static HousekeepingWorld world;

    @BeforeAll
    static void open() {
        world = new HousekeepingWorld();
        world.database.admin().useHandle(handle -> {
            handle.execute("""
                    insert into dead_letters (id, fingerprint, entity, subscription, type, subject, traceparent, reason,
                        description, order_id, customer_id, died_at, body, is_text, state, decided_by, decided_at)
                    select lpad(to_hex(n), 32, '0')::uuid, int8send(n), case when n % 1000 = 0 then 'rare' else 'usual' end, 'sub',
                        case when n % 1000 = 0 then 'rare' else 'usual' end, '',
                        '', '', '', case when n % 2 = 0 then gen_random_uuid() end,
                        case when n % 2 = 0 then gen_random_uuid() end, now(), 'body', true,
                        case when n % 100 = 0 then 'OPEN' else 'DISCARDED' end,
                        case when n % 100 <> 0 then 'test' end, case when n % 100 <> 0 then now() end
                    from generate_series(1, 200000) n
                    """);
            handle.execute("analyze dead_letters");
        });
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | dead_letters_pkey",
                "source = 'rare/sub' | dead_letters_by_source",
                "type = 'rare' | dead_letters_by_type",
                "state = 'OPEN' | dead_letters_by_state",
                "order_id = '0190b5c2-7c3a-7d1e-9f00-4b2f6c1d2e3f' | dead_letters_by_order",
                "customer_id = '0190b5c2-7c3a-7d1e-9f00-4b2f6c1d2e3f' | dead_letters_by_customer"
            })
    void a_page_is_read_from_an_index_in_its_order(String condition, String index) {
        String sql = "select * from dead_letters where " + condition
                + " and id < '7fffffff-0000-7000-8000-000000000000' order by id desc limit 51";

        assertThat(plan(sql)).contains(index).doesNotContain("Seq Scan").doesNotContain("Sort");
    }

    @Test
    void a_kind_is_taken_from_an_index_of_what_is_open() {
        String sql = "select * from dead_letters where source = 'usual/sub' and type = 'usual'"
                + " and state = 'OPEN' and is_text and (subscription is null or died_at >= now() - interval '13 days')"
                + " order by id limit 101 for update skip locked";

        assertThat(plan(sql))
                .contains("dead_letters_open")
                .doesNotContain("Seq Scan")
                .doesNotContain("Sort");
    }

    private static String plan(String sql) {
        return world.database
                .admin()
                .withHandle(handle -> String.join(
                        "\n",
                        handle.createQuery("explain (costs off) " + sql)
                                .mapTo(String.class)
                                .list()));
    }
}
