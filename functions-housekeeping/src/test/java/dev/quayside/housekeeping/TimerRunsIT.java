package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.testing.TestContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What admins see of the timers of all apps, by the function that each app's migrations bring. */
class TimerRunsIT {

    private static JobsWorld world;

    @BeforeAll
    static void open() {
        world = new JobsWorld();
        world.database.migrateToo("orders", new AppMigrations("orders"));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void the_last_run_of_every_apps_timers_is_shown() {
        world.timers().runs("", new TestContext("JobRuns"));
        world.execute("""
                insert into orders.timer_runs (timer, started_at, finished_at, outcome, last_done_at) values
                    ('OrdersDeadlines', '2026-11-21T12:00:45Z', '2026-11-21T12:00:46Z', 'FAILED', '2026-11-21T11:59:45Z'),
                    ('OrdersOutboxSweep', '2026-11-21T12:00:15Z', null, null, null)
                """);

        JsonNode timers = world.list().path("timers");

        assertThat(timers.findValuesAsText("timer")).containsExactly("JobRuns", "OrdersDeadlines", "OrdersOutboxSweep");
        assertThat(timers.findValuesAsText("schema")).containsExactly("housekeeping", "orders", "orders");
        assertThat(timers.at("/0/outcome").asText()).isEqualTo("DONE");
        assertThat(timers.at("/0/rows").asInt(-1)).isZero();
        assertThat(timers.at("/1/outcome").asText()).isEqualTo("FAILED");
        assertThat(timers.at("/1/startedAt").asText()).isEqualTo("2026-11-21T12:00:45Z");
        assertThat(timers.at("/1/lastDoneAt").asText()).isEqualTo("2026-11-21T11:59:45Z");
        assertThat(timers.at("/2").fieldNames()).toIterable().containsExactly("schema", "timer", "startedAt");
    }

    @Test
    void of_other_apps_we_see_the_function_and_not_the_table() {
        assertThatThrownBy(() -> world.database
                        .database()
                        .withHandle(handle -> handle.select("select * from orders.timer_runs")
                                .mapToMap()
                                .list()))
                .hasMessageContaining("permission denied");
    }
}
