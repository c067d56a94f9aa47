package dev.quayside.orders.lifecycle;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Handle;

/**
 * Sees to it that no order stays where it is: asks again for a step that nobody did, and gives the order up after the
 * deadline. Each batch is a transaction of its own, so a crash loses nothing.
 */
public final class Deadlines {

    private static final String JOB = "orders.deadlines";
    private static final Change TIMER = Change.by("system:deadlines");
    private static final int BATCH = 200;

    /** A backlog must not be doubled by asking for all of it again. */
    private static final int MOST_NUDGES = 1_000;

    private static final int MOST_REJECTIONS = 10_000;

    /**
     * How long a step may take.
     *
     * @param nudge after which it is asked for again, and again
     * @param deadline after which the order is rejected
     */
    public record Patience(Duration nudge, Duration deadline) {}

    private final Database database;
    private final OrderChanges changes;
    private final Outbox outbox;
    private final Patience patience;
    private final Clock clock;

    public Deadlines(Database database, OrderChanges changes, Outbox outbox, Patience patience, Clock clock) {
        this.database = database;
        this.changes = changes;
        this.outbox = outbox;
        this.patience = patience;
        this.clock = clock;
    }

    /** @return how many orders were rejected or asked about again */
    public int run() {
        Instant now = clock.instant();
        int rejected = inBatches(MOST_REJECTIONS, transaction -> reject(transaction, now));
        int nudged = inBatches(MOST_NUDGES, transaction -> nudge(transaction, now));
        if (rejected + nudged > 0) {
            Log.info("deadlines", "rejected", rejected, "nudged", nudged);
        }
        return rejected + nudged;
    }

    private int reject(Handle transaction, Instant now) {
        List<OrderState> overdue = StateStore.lockOverdue(transaction, now.minus(patience.deadline()), BATCH);
        overdue.forEach(order -> changes.apply(transaction, order, Signal.DEADLINE_PASSED, TIMER));
        return overdue.size();
    }

    private int nudge(Handle transaction, Instant now) {
        List<OrderState> silent = StateStore.lockSilent(transaction, now.minus(patience.nudge()), BATCH);
        if (!silent.isEmpty()) {
            outbox.appendAll(transaction, silent.stream().map(Announcement::of).toList());
            StateStore.nudged(transaction, silent, now);
        }
        return silent.size();
    }

    private int inBatches(int most, ToIntFunction<Handle> batch) {
        int total = 0;
        int done = BATCH;
        while (done == BATCH && total < most) {
            done = database.inTransaction(
                    transaction -> Database.tryLock(transaction, JOB) ? batch.applyAsInt(transaction) : 0);
            total += done;
        }
        return total;
    }
}
