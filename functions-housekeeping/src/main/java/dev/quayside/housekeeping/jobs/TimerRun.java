package dev.quayside.housekeeping.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * The last run of a timer of any app.
 *
 * @param schema of the app
 * @param timer name of the function
 * @param finishedAt null while it is at work, and if it died
 * @param outcome null as long as it has not finished
 * @param rows how many things it did something to; null unless it is done
 * @param lastDoneAt when a run last ended well; null if none did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimerRun(
        String schema,
        String timer,
        Instant startedAt,
        Instant finishedAt,
        Outcome outcome,
        Long rows,
        Instant lastDoneAt) {}
