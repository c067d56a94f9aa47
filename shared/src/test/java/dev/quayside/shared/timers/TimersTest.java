package dev.quayside.shared.timers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.testing.MovableClock;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersTest {

    private final TestDatabase database = TestDatabase.open("orders");
    private final MovableClock clock = new MovableClock();
    private final Timers timers = new Timers("orders", database.database(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_run_is_noted_with_what_it_did() {
        run(() -> 3);

        assertThat(noted())
                .containsEntry("timer", "OrdersDeadlines")
                .containsEntry("outcome", "DONE")
                .containsEntry("rows", 3L);
        assertThat(noted().get("last_done_at")).isNotNull().isEqualTo(noted().get("finished_at"));
    }

    @Test
    void a_run_at_work_has_begun_and_not_ended() {
        run(() -> 3);
        Object lastDone = noted().get("last_done_at");

        run(() -> {
            assertThat(noted())
                    .containsEntry("outcome", null)
                    .containsEntry("finished_at", null)
                    .containsEntry("rows", null)
                    .containsEntry("last_done_at", lastDone);
            return 0;
        });

        assertThat(noted().get("last_done_at")).isNotEqualTo(lastDone);
    }

    @Test
    void a_failure_is_noted_and_thrown_and_the_last_good_run_stays_known() {
        run(() -> 3);
        Object lastDone = noted().get("last_done_at");

        assertThatThrownBy(() -> run(() -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");

        assertThat(noted())
                .containsEntry("outcome", "FAILED")
                .containsEntry("rows", null)
                .containsEntry("last_done_at", lastDone);
        assertThat(noted().get("finished_at")).isNotNull();
    }

    @Test
    void of_two_at_once_the_row_tells_of_the_one_that_began_last() {
        run(() -> {
            run(() -> 2);
            return 1;
        });

        assertThat(noted()).containsEntry("outcome", "DONE").containsEntry("rows", 2L);
    }

    @Test
    void it_runs_as_the_timer_of_its_app() {
        run(() -> {
            assertThat(Invocation.current().app()).isEqualTo("orders");
            assertThat(Invocation.current().function()).isEqualTo("OrdersDeadlines");
            assertThat(Invocation.current().trigger()).isEqualTo(Invocation.Trigger.TIMER);
            return 0;
        });

        assertThat(Invocation.current()).isNull();
    }

    private void run(LongSupplier work) {
        clock.advance(Duration.ofMinutes(1));
        timers.run(new TestContext("OrdersDeadlines"), work);
    }

    private Map<String, Object> noted() {
        return database.database()
                .withHandle(handle ->
                        handle.select("select * from timer_runs").mapToMap().one());
    }
}
