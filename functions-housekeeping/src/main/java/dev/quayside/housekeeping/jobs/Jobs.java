package dev.quayside.housekeeping.jobs;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Works on the runs that wait. A run belongs to a worker for as long as something is heard of it; a run that was laid
 * down, or whose worker died, is gone on with by whoever comes next. Of a job there is one run at work at a time.
 */
public final class Jobs {

    /** With the longest step after it still below the five minutes that a function may take. */
    private static final Duration MOST_WORK = Duration.ofSeconds(55);

    /** Timers of other machines may be early. */
    private static final Duration EARLY = Duration.ofSeconds(30);

    /** A run that kills who works on it is given up after so many. */
    private static final int MOST_DEATHS = 5;

    private final Database database;
    private final Clock clock;
    private final List<Job> jobs;

    public Jobs(Database database, Clock clock, List<Job> jobs) {
        this.database = database;
        this.clock = clock;
        this.jobs = List.copyOf(jobs);
    }

    List<Job> all() {
        return jobs;
    }

    Optional<Job> named(String name) {
        return jobs.stream().filter(job -> job.name().equals(name)).findFirst();
    }

    static String lock(String job) {
        return "housekeeping.jobs." + job;
    }

    /**
     * What the timer of a job does: queues the run that is due, once however many instances do so, and works on it.
     *
     * @return how many runs came to their end here
     */
    public int due(String name) {
        Job job = named(name).orElseThrow();
        Instant now = clock.instant();
        Run run = queued(job, Run.Trigger.TIMER, false, "timer", now);
        database.useTransaction(transaction ->
                RunStore.insertDue(transaction, run, job.schedule().last(now.plus(EARLY))));
        return work(job, now.plus(MOST_WORK));
    }

    /**
     * What the timer of all jobs does: works on what was asked for, laid down, or left by the dead.
     *
     * @return how many runs came to their end here
     */
    public int work() {
        Instant until = clock.instant().plus(MOST_WORK);
        return database.withHandle(RunStore::jobsWithUnfinished).stream()
                .flatMap(name -> named(name).stream())
                .mapToInt(job -> work(job, until))
                .sum();
    }

    static Run queued(Job job, Run.Trigger trigger, boolean dryRun, String askedBy, Instant now) {
        return new Run(
                Ids.newId(),
                job.name(),
                trigger,
                dryRun,
                askedBy,
                now,
                null,
                null,
                null,
                null,
                0,
                0,
                0,
                null,
                List.of());
    }

    private int work(Job job, Instant until) {
        int ended = 0;
        while (clock.instant().isBefore(until)) {
            Optional<Run> run = database.inTransaction(transaction -> take(transaction, job.name()));
            if (run.isEmpty() || !perform(job, run.get(), until)) {
                break;
            }
            ended++;
        }
        return ended;
    }

    /** The run to work on, now ours; empty if there is none, or another instance works on it. */
    private Optional<Run> take(Handle transaction, String job) {
        if (!Database.tryLock(transaction, lock(job))) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        for (Run run : RunStore.unfinished(transaction, job)) {
            if (run.isLeased(now)) {
                return Optional.empty();
            }
            Run taken = run.takenBy(Ids.newId(), now);
            RunStore.take(transaction, taken);
            if (taken.deaths() <= MOST_DEATHS) {
                return Optional.of(taken);
            }
            end(transaction, taken, Outcome.FAILED);
        }
        return Optional.empty();
    }

    /** Whether the run came to its end here. */
    private boolean perform(Job job, Run taken, Instant until) {
        JobRun run = new JobRun(database, clock, taken, until);
        try {
            job.run(run);
            database.useTransaction(transaction -> end(transaction, taken, run.outcome()));
            return true;
        } catch (Interruption e) {
            Log.info("job laid down", "job", job.name(), "runId", taken.id(), "why", e.why());
            database.useTransaction(transaction -> RunStore.release(transaction, taken));
            return false;
        } catch (RuntimeException e) {
            Log.error("job failed", e, "job", job.name(), "runId", taken.id());
            database.useTransaction(transaction -> end(transaction, taken, Outcome.FAILED));
            return true;
        }
    }

    private void end(Handle transaction, Run run, Outcome outcome) {
        if (!RunStore.finish(transaction, run, outcome, clock.instant())) {
            return;
        }
        if (outcome == Outcome.DONE) {
            Log.info("job ended", "job", run.job(), "runId", run.id());
        } else {
            Log.error("job ended with " + outcome, null, "job", run.job(), "runId", run.id(), "deaths", run.deaths());
        }
    }
}
