package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.data.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What happens to erasures without anybody's answer: apps are asked again, alerts raised, certificates written. */
public final class ErasureSweep {

    private static final String JOB = "housekeeping.erasures";
    private static final int BATCH = 100;

    /** So that a run ends before the next. */
    private static final int MOST_BATCHES = 20;

    /** While storage is away every certificate takes its patience; what is left comes in a later run. */
    private static final Duration MOST_TIME = Duration.ofMinutes(1);

    private final Database database;
    private final Coordinator coordinator;
    private final Certification certification;
    private final Clock clock;

    public ErasureSweep(Database database, Coordinator coordinator, Certification certification, Clock clock) {
        this.database = database;
        this.coordinator = coordinator;
        this.certification = certification;
        this.clock = clock;
    }

    /** @return how many erasures were looked at */
    public int run() {
        long end = System.nanoTime() + MOST_TIME.toNanos();
        List<Erasure> batch = step();
        int looked = 0;
        for (int batches = 1; !batch.isEmpty(); batches++) {
            looked += batch.size();
            batch.stream()
                    .filter(erasure -> erasure.state() == ErasureState.CERTIFYING)
                    .takeWhile(erasure -> System.nanoTime() < end)
                    .forEach(erasure -> certification.certifyOrLeave(erasure.id()));
            batch = batch.size() == BATCH && batches < MOST_BATCHES ? step() : List.of();
        }
        return looked;
    }

    /** Some that are due; none if somebody else is at it. */
    private List<Erasure> step() {
        return database.inTransaction(
                transaction -> Database.tryLock(transaction, JOB) ? step(transaction) : List.of());
    }

    private List<Erasure> step(Handle transaction) {
        return ErasureStore.lockDue(transaction, clock.instant(), BATCH).stream()
                .map(erasure -> coordinator.advance(transaction, erasure))
                .toList();
    }
}
