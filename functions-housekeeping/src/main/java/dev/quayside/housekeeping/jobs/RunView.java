package dev.quayside.housekeeping.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A run as admins see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunView(
        UUID id,
        String job,
        Run.Trigger trigger,
        boolean dryRun,
        String askedBy,
        Instant askedAt,
        Run.State state,
        Instant startedAt,
        Instant finishedAt,
        Outcome outcome,
        long rows,
        List<Step> steps) {

    static RunView of(Run run) {
        return new RunView(
                run.id(),
                run.job(),
                run.trigger(),
                run.dryRun(),
                run.askedBy(),
                run.askedAt(),
                run.state(),
                run.startedAt(),
                run.finishedAt(),
                run.outcome(),
                run.rows(),
                run.steps().stream().map(step -> step.at(null)).toList());
    }
}
