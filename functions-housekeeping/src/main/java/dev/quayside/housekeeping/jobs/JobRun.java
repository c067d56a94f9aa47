package dev.quayside.housekeeping.jobs;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Patience;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * A run that this instance works on. Each batch is a transaction that takes the job's lock, makes sure that the run is
 * still ours, does its work and notes how far the run is: a worker that dies between two of them has done whole
 * batches, each counted once.
 */
public final class JobRun {

    /** Longer than a batch takes with all its retries, so that nobody who lives is taken for dead. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Database database;
    private final Clock clock;
    private final Run run;
    private final Instant workUntil;
    private final Map<String, Step> steps = new LinkedHashMap<>();

    JobRun(Database database, Clock clock, Run run, Instant workUntil) {
        this.database = database;
        this.clock = clock;
        this.run = run;
        this.workUntil = workUntil;
        remember(run.steps());
    }

    static Instant leaseFrom(Instant now) {
        return now.plus(LEASE);
    }

    /** One batch: what it does to the database and what becomes of the step. Runs again if the database fails it. */
    public interface Batch {
        Step run(Handle transaction, Step soFar);
    }

    public UUID id() {
        return run.id();
    }

    /** How many workers have died over this run: names of what they left behind differ by it. */
    public int deaths() {
        return run.deaths();
    }

    public boolean isDryRun() {
        return run.dryRun();
    }

    /** The moment that rules count back from: when the run began, also for those who go on with it later. */
    public Instant asOf() {
        return run.startedAt();
    }

    /** Does a step batch by batch until it is done. If it fails that is noted, and the next step is done all the same. */
    public void step(Step start, Batch batch) {
        guarded(start, step -> {
            Step now = step;
            while (!now.isOver()) {
                stopIfOutOfTime();
                now = inBatch(now, batch, Duration.ZERO);
            }
        });
    }

    /**
     * Does a step that cannot be done in a transaction, all at once.
     *
     * @param longest how long it may take; nobody takes the run over before that
     */
    public void stepOutside(Step start, Duration longest, Runnable work) {
        guarded(start, step -> {
            stopIfOutOfTime();
            inBatch(step, (transaction, same) -> same, longest);
            work.run();
            inBatch(step, (transaction, same) -> same.plus(1, true), Duration.ZERO);
        });
    }

    private void guarded(Step start, Consumer<Step> work) {
        Step step = steps.getOrDefault(start.step(), start);
        if (step.isOver()) {
            return;
        }
        try {
            work.accept(step);
        } catch (Interruption e) {
            throw e;
        } catch (RuntimeException e) {
            Log.error("step of a job failed", e, "job", run.job(), "step", step.step());
            Step reached = steps.getOrDefault(step.step(), step);
            // The exception's own words may quote data.
            inBatch(reached, (transaction, same) -> same.failed(e.getClass().getSimpleName()), Duration.ZERO);
        }
    }

    private void stopIfOutOfTime() {
        if (clock.instant().isAfter(workUntil)) {
            throw new Interruption(Interruption.Cause.OUT_OF_TIME);
        }
    }

    /** The step after the batch, or as it is if that had done it, but the answer was lost. */
    private Step inBatch(Step step, Batch batch, Duration longer) {
        Patience.run(() -> database.useTransaction(transaction -> {
            Map<String, Step> noted = held(transaction, longer);
            Step soFar = noted.getOrDefault(step.step(), step);
            if (!soFar.isOver()) {
                noted.put(step.step(), batch.run(transaction, soFar));
                RunStore.note(transaction, run, List.copyOf(noted.values()));
            }
            transaction.afterCommit(() -> remember(noted.values()));
        }));
        return steps.get(step.step());
    }

    /** The steps that are noted, after making sure that nobody else works on the job in this transaction. */
    private Map<String, Step> held(Handle transaction, Duration longer) {
        Instant leaseUntil = leaseFrom(clock.instant()).plus(longer);
        // Waits: others hold it for as long as it takes to see that there is nothing to do for them.
        Database.lock(transaction, Jobs.lock(run.job()));
        Map<String, Step> noted = new LinkedHashMap<>();
        RunStore.extend(transaction, run, leaseUntil)
                .orElseThrow(() -> new Interruption(Interruption.Cause.TAKEN_OVER))
                .forEach(step -> noted.put(step.step(), step));
        return noted;
    }

    private void remember(Collection<Step> noted) {
        noted.forEach(step -> steps.put(step.step(), step));
    }

    Outcome outcome() {
        if (steps.values().stream().anyMatch(step -> step.failure() != null)) {
            return Outcome.FAILED;
        }
        boolean differs = steps.values().stream().anyMatch(step -> step.differences() > 0);
        return differs ? Outcome.DIFFERENCES : Outcome.DONE;
    }
}
