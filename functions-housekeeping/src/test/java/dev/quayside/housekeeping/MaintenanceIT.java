package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.housekeeping.maintenance.MaintenanceSettings;
import dev.quayside.shared.data.Database;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** VACUUM and ANALYZE of other apps' tables, as the role that may do so. */
class MaintenanceIT {

    private static JobsWorld world;

    @BeforeAll
    static void open() {
        world = new JobsWorld();
        world.database.migrateToo("orders", new AppMigrations("orders"));
        world.database.migrateToo("audit", new AppMigrations("audit"));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void every_table_of_every_app_is_vacuumed_and_analyzed() {
        JsonNode run = world.ran("database-maintenance", false);

        assertThat(run.path("outcome").asText()).as("%s", run).isEqualTo("DONE");
        assertThat(run.path("steps").findValuesAsText("step"))
                .contains("orders.orders", "audit.audit_logs", "audit.audit_logs_default", "housekeeping.job_runs");
        assertThat(JobsWorld.step(run, "audit.audit_logs").path("action").asText())
                .isEqualTo("ANALYZE");
        assertThat(world.count("""
                        pg_stat_user_tables where schemaname in ('orders', 'audit', 'housekeeping')
                            and relid <> 'audit.audit_logs'::regclass
                            and (last_vacuum is null or last_analyze is null)
                        """)).isZero();
    }

    @Test
    void a_dry_run_names_the_tables_and_touches_none() {
        world.database.migrateToo("payments", new AppMigrations("payments"));

        JsonNode run = world.ran("database-maintenance", true);

        assertThat(run.path("steps").findValuesAsText("step")).contains("payments.payments");
        assertThat(world.count("pg_stat_user_tables where schemaname = 'payments' and last_vacuum is not null"))
                .isZero();
    }

    @Test
    void the_role_that_maintains_reads_and_changes_nothing() {
        try (Database maintenance = new Database(
                MaintenanceSettings.as("housekeeping_maintenance", world.database.settings()), "maintenance")) {
            for (String sql : List.of(
                    "select count(*) from orders.orders",
                    "delete from orders.orders",
                    "truncate orders.orders",
                    "drop table orders.orders",
                    "select orders.stuck_orders(interval '1 minute', 1)")) {
                assertThatThrownBy(() -> maintenance.withHandle(handle -> handle.execute(sql)))
                        .as(sql)
                        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
            }
        }
    }

    @Test
    void partitions_that_come_later_are_maintained_too() {
        world.execute("select audit.create_partitions('2031-01-01', 1)");

        assertThat(world.ran("database-maintenance", true).path("steps").findValuesAsText("step"))
                .contains("audit.audit_logs_2031_01");
    }
}
