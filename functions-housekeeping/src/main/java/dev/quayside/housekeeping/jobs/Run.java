package dev.quayside.housekeeping.jobs;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A row of {@code job_runs}.
 *
 * @param askedBy {@code timer}, or who asked: {@code employee:0190…}
 * @param startedAt null while it is queued
 * @param finishedAt null while it is queued or running
 * @param worker who works on it; null while nobody does
 * @param attempt counts the workers it has had
 * @param outcome null until it is finished
 */
record Run(
        UUID id,
        String job,
        Trigger trigger,
        boolean dryRun,
        String askedBy,
        Instant askedAt,
        Instant startedAt,
        Instant finishedAt,
        UUID worker,
        Instant leaseUntil,
        int attempt,
        int deaths,
        long rows,
        Outcome outcome,
        List<Step> steps) {

    /** What made it. */
    enum Trigger {
        TIMER,
        MANUAL
    }

    /** Where it stands. */
    enum State {
        QUEUED,
        RUNNING,
        FINISHED
    }

    State state() {
        if (finishedAt != null) {
            return State.FINISHED;
        }
        return startedAt == null ? State.QUEUED : State.RUNNING;
    }

    /** Whether somebody works on it and may still live. */
    boolean isLeased(Instant now) {
        return worker != null && leaseUntil.isAfter(now);
    }

    /** Taken up by a worker: a new run, one that was laid down, or one whose worker died. */
    Run takenBy(UUID newWorker, Instant now) {
        return new Run(
                id,
                job,
                trigger,
                dryRun,
                askedBy,
                askedAt,
                startedAt == null ? now : startedAt,
                null,
                newWorker,
                JobRun.leaseFrom(now),
                attempt + 1,
                worker == null ? deaths : deaths + 1,
                rows,
                null,
                steps);
    }
}
