package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One app's part of an erasure.
 *
 * @param attempts how often the app was asked
 * @param unanswered how often since its last answer
 * @param askedAt null if never
 * @param answeredAt null if never
 * @param outcome of its last answer; null before
 * @param reason what it waits for; null if it waits for nothing
 */
record Part(
        String app,
        int attempts,
        int unanswered,
        Instant askedAt,
        Instant answeredAt,
        Outcome outcome,
        String reason,
        List<ErasedTable> tables) {

    static final Duration PATIENCE = Duration.ofMinutes(10);
    static final Duration LONGEST_PATIENCE = Duration.ofHours(6);
    static final Duration WAITING = Duration.ofMinutes(1);
    static final Duration LONGEST_WAITING = Duration.ofHours(1);

    Part {
        tables = List.copyOf(tables);
    }

    static Part of(String app) {
        return new Part(app, 0, 0, null, null, null, null, List.of());
    }

    boolean isDone() {
        return outcome == Outcome.DONE;
    }

    boolean isWaiting() {
        return outcome == Outcome.WAITING;
    }

    /** When the app is to be asked, or asked again, unless it is done. */
    Instant askAt() {
        if (attempts == 0) {
            return Instant.EPOCH;
        }
        return askedAt.plus(
                unanswered == 0
                        ? doubled(WAITING, attempts, LONGEST_WAITING)
                        : doubled(PATIENCE, unanswered, LONGEST_PATIENCE));
    }

    /** Doubles with each time after the first. */
    private static Duration doubled(Duration first, int times, Duration longest) {
        Duration doubled = first;
        for (int i = 1; i < times && doubled.compareTo(longest) < 0; i++) {
            doubled = doubled.multipliedBy(2);
        }
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }

    Part asked(Instant now) {
        return new Part(app, attempts + 1, unanswered + 1, now, answeredAt, outcome, reason, tables);
    }

    /** What is known with an answer; answers may come twice and overtake each other, and what is done stays done. */
    Part answered(ErasedPart answer) {
        boolean saysDone = answer.outcome() == Outcome.DONE;
        boolean isLater = answeredAt == null || answer.at().isAfter(answeredAt);
        boolean counts = isDone() ? saysDone && isLater : saysDone || isLater;
        if (!counts) {
            return this;
        }
        List<ErasedTable> erased = answer.tables() == null ? List.of() : answer.tables();
        return new Part(app, attempts, 0, askedAt, answer.at(), answer.outcome(), answer.reason(), erased);
    }
}
