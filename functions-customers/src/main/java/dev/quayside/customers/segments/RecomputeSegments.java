package dev.quayside.customers.segments;

import dev.quayside.customers.segments.SegmentStore.Batch;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Goes through all customers once a day and puts each into the segment that their orders make. Each batch is a
 * transaction that also notes how far the run is: after a crash the next call goes on there. Of two instances, the one
 * that finds the other at work ends.
 */
public final class RecomputeSegments {

    private static final String JOB = "customers.segments";

    /** Below the function's timeout of five minutes; what is left is for the next call. */
    private static final Duration BUDGET = Duration.ofMinutes(4);

    private final Database database;
    private final Clock clock;
    private final int batchSize;

    /** @param batchSize customers in a transaction */
    public RecomputeSegments(Database database, Clock clock, int batchSize) {
        this.database = database;
        this.clock = clock;
        this.batchSize = batchSize;
    }

    /** @return customers looked at */
    public long run() {
        long end = System.nanoTime() + BUDGET.toNanos();
        long customers = 0;
        long changed = 0;
        Optional<Batch> batch = step();
        while (batch.isPresent()) {
            customers += batch.get().customers();
            changed += batch.get().changed();
            batch = System.nanoTime() < end ? step() : Optional.empty();
        }
        if (customers > 0) {
            Log.info("segments", "customers", customers, "changed", changed);
        }
        return customers;
    }

    /** One batch; empty if there is none to do, or somebody else does it. */
    Optional<Batch> step() {
        return database.inTransaction(
                transaction -> Database.tryLock(transaction, JOB) ? step(transaction) : Optional.empty());
    }

    private Optional<Batch> step(Handle transaction) {
        Instant now = clock.instant();
        Optional<SegmentRun> newest = SegmentStore.newest(transaction);
        if (newest.isPresent() && newest.get().isFinished() && newest.get().isOf(now)) {
            return Optional.empty();
        }
        SegmentRun run =
                newest.filter(known -> !known.isFinished()).orElseGet(() -> SegmentStore.start(transaction, now));
        Batch batch = SegmentStore.classifyNext(transaction, run, batchSize);
        SegmentStore.done(transaction, run, batch, batch.customers() < batchSize ? now : null);
        return Optional.of(batch);
    }
}
