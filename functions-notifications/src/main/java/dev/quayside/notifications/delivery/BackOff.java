package dev.quayside.notifications.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When to try again after a provider was busy or silent. */
final class BackOff {

    /** Together about half an hour: after that the news is tried by another way. */
    static final int MOST_ATTEMPTS = 6;

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final int FACTOR = 4;

    private BackOff() {}

    /**
     * @param attempt the number of the one that failed, from 1
     * @return empty if it was the last
     */
    static Optional<Instant> next(int attempt, Instant now) {
        if (attempt >= MOST_ATTEMPTS) {
            return Optional.empty();
        }
        long pauses = Math.round(Math.pow(FACTOR, attempt - 1.0));
        return Optional.of(now.plus(FIRST.multipliedBy(pauses)));
    }
}
