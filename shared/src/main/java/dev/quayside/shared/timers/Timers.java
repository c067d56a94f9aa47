package dev.quayside.shared.timers;

import com.microsoft.azure.functions.ExecutionContext;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.telemetry.Traceparent;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Runs what an app does by the clock, and notes when it began, when and how it ended, and how much it did: one row for
 * each timer, which housekeeping shows. A run that died has begun and never ended.
 */
public final class Timers {

    private final String app;
    private final Database database;
    private final Clock clock;

    public Timers(String app, Database database, Clock clock) {
        this.app = app;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Runs the function that {@code context} names. What fails is noted and thrown: it is for the host to report.
     *
     * @param work answers how many things it did something to
     */
    public void run(ExecutionContext context, LongSupplier work) {
        String timer = context.getFunctionName();
        try (var scope = Invocation.open(app, Invocation.Trigger.TIMER, Traceparent.start(), context)) {
            Instant started = clock.instant();
            database.useHandle(handle -> TimerStore.started(handle, timer, started));
            try {
                long rows = work.getAsLong();
                database.useHandle(handle -> TimerStore.done(handle, timer, started, rows, clock.instant()));
            } catch (RuntimeException e) {
                noteFailure(timer, started, e);
                throw e;
            }
        }
    }

    private void noteFailure(String timer, Instant started, RuntimeException cause) {
        try {
            database.useHandle(handle -> TimerStore.failed(handle, timer, started, clock.instant()));
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
