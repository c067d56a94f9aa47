package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One app's part of an erasure.
 *
 * @param attempts how often the app was asked
 * @param unanswered how often since its last answer
 * @param askedAt null if never
 * @param validFor how long the next question is good
 * @param validUntil until when it may begin what it was asked; null if it never was
 * @param answeredAt null if never
 * @param outcome of its last answer; null before
 * @param reason what it waits for; null if it waits for nothing
 * @param tables what it has erased so far
 */
record Part(
        String app,
        int attempts,
        int unanswered,
        Instant askedAt,
        Duration validFor,
        Instant validUntil,
        Instant answeredAt,
        Outcome outcome,
        String reason,
        List<ErasedTable> tables) {

    static final Duration PATIENCE = Duration.ofMinutes(10);
    static final Duration LONGEST_PATIENCE = Duration.ofHours(6);
    static final Duration WAITING = Duration.ofMinutes(1);
    static final Duration LONGEST_WAITING = Duration.ofHours(1);

    /** How long a question is good. Less than the patience, so that a legal hold soon holds for those who are away. */
    static final Duration VALID = Duration.ofMinutes(5);

    /** An app with more messages waiting than that still comes to its end. */
    static final Duration LONGEST_VALID = Duration.ofDays(1);

    /** So much may clocks differ, and may pass between an app's look at its clock and the commit by which it begins. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    Part {
        tables = List.copyOf(tables);
    }

    static Part of(String app) {
        return new Part(app, 0, 0, null, VALID, null, null, null, null, List.of());
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
        if (unanswered > 0) {
            return askedAt.plus(doubled(PATIENCE, unanswered, LONGEST_PATIENCE));
        }
        return askedAt.plus(isLate() ? WAITING : doubled(WAITING, attempts, LONGEST_WAITING));
    }

    /**
     * Before when the app begins what it was asked, or not at all; empty if it cannot begin any more. While it has not
     * answered, this may be past: it has begun by then, or it does not.
     */
    Optional<Instant> beginsBefore(Instant now) {
        if (attempts == 0 || isDone()) {
            return Optional.empty();
        }
        return Optional.of(validUntil.plus(MARGIN)).filter(end -> unanswered > 0 || now.isBefore(end));
    }

    private boolean isLate() {
        return validFor.compareTo(VALID) > 0;
    }

    boolean hasErasedSome() {
        return tables.stream().anyMatch(table -> table.rows() > 0);
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
        Instant until = now.plus(validFor);
        Instant longest = validUntil == null || until.isAfter(validUntil) ? until : validUntil;
        return new Part(app, attempts + 1, unanswered + 1, now, validFor, longest, answeredAt, outcome, reason, tables);
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
        // An answer to an earlier question leaves the last one open.
        boolean isToLast = answer.askedAt() == null || answer.askedAt().equals(askedAt);
        return new Part(
                app,
                attempts,
                isToLast ? 0 : unanswered,
                askedAt,
                validForAfter(answer),
                validUntil,
                answer.at(),
                answer.outcome(),
                answer.reason(),
                erased);
    }

    /**
     * Who heard a question too late gets twice as long for the next: else a long queue of messages would keep it waiting
     * for ever. Of many that were late together, the longest counts.
     */
    private Duration validForAfter(ErasedPart answer) {
        if (!answer.cameTooLate() || answer.askedAt() == null || answer.validUntil() == null) {
            return VALID;
        }
        Duration twice = doubled(Duration.between(answer.askedAt(), answer.validUntil()), 2, LONGEST_VALID);
        return twice.compareTo(validFor) > 0 ? twice : validFor;
    }
}
