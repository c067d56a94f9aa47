package dev.quayside.payments.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * How often the gateway was asked for a charge or a refund, and when to look again.
 *
 * @param attempts how often it was sent or looked up
 * @param sentAt when it was last sent
 * @param nextAt when the resolver may take it up; whoever works on it moves this ahead first, so that two do not. Null
 *     once settled
 */
public record Effort(int attempts, Instant sentAt, Instant nextAt) {

    /** Longer than one call to the gateway takes; then somebody else may take over. */
    static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(5);
    private static final Duration LAST_BACK_OFF = Duration.ofMinutes(10);

    /** Sent for the first time. */
    static Effort first(Instant now) {
        return new Effort(1, now, now.plus(LEASE));
    }

    Effort sentAgain(Instant now) {
        return new Effort(attempts + 1, now, now.plus(LEASE));
    }

    /** Taken up, to look at the gateway what became of it. */
    Effort takenUp(Instant now) {
        return new Effort(attempts + 1, sentAt, now.plus(LEASE));
    }

    /** Without success: to be taken up after a pause that doubles each time, up to ten minutes. */
    Effort backOff(Instant now) {
        Duration pause = FIRST_BACK_OFF.multipliedBy(1L << Math.min(attempts - 1, 10));
        return until(now.plus(pause.compareTo(LAST_BACK_OFF) < 0 ? pause : LAST_BACK_OFF));
    }

    Effort until(Instant next) {
        return new Effort(attempts, sentAt, next);
    }

    Effort over() {
        return until(null);
    }
}
