package dev.quayside.customers.erasure;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * That a customer is to be forgotten. Public, since JDBI binds its components.
 *
 * @param requestedAt when it began; nobody is shown the customer since
 */
public record Erasure(UUID erasureId, Instant requestedAt) {

    /** What the law gives. */
    private static final Duration LIMIT = Duration.ofDays(30);

    /** How far it is, as far as this app knows. */
    enum State {
        /** What is needed to deal with what is under way is still kept, and shown to nobody. */
        ERASING,
        /** The profile is gone. */
        ERASED
    }

    /** What callers are answered. */
    record View(UUID erasureId, State state, Instant requestedAt, Instant dueAt) {}

    View view(boolean isProfileKept) {
        return new View(erasureId, isProfileKept ? State.ERASING : State.ERASED, requestedAt, requestedAt.plus(LIMIT));
    }
}
