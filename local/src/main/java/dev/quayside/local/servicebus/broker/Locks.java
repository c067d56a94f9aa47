package dev.quayside.local.servicebus.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The message locks of one queue. */
final class Locks {

    /**
     * When a lock may have expired. All locks of a queue last equally long, so they expire in the order
     * in which they were taken or renewed and a plain queue does; entries of locks that were settled or
     * renewed meanwhile are skipped.
     */
    private record Expiry(QueuedMessage message, UUID token, long until) {}

    private final Map<UUID, QueuedMessage> held = new HashMap<>();
    private final Deque<Expiry> expiries = new ArrayDeque<>();

    void lock(QueuedMessage message, long until) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UUID token = new UUID(random.nextLong(), random.nextLong());
        message.lock(token, until);
        held.put(token, message);
        expiries.add(new Expiry(message, token, until));
    }

    /** A lock that holds until its session's lock ends, and so never expires by itself. */
    void lockWithSession(QueuedMessage message, long until) {
        lock(message, until);
        expiries.removeLast();
    }

    /** The message under a lock that is still good and not being settled. */
    Optional<QueuedMessage> find(UUID token, long now) {
        QueuedMessage message = held.get(token);
        boolean good = message != null && !message.isSettling() && message.lockedUntil() > now;
        return good ? Optional.of(message) : Optional.empty();
    }

    void extend(QueuedMessage message, long until) {
        message.extendLock(until);
        expiries.add(new Expiry(message, message.lockToken(), until));
    }

    void unlock(QueuedMessage message) {
        held.remove(message.lockToken());
        message.unlock();
    }

    List<QueuedMessage> expired(long now) {
        List<QueuedMessage> expired = new ArrayList<>();
        while (!expiries.isEmpty() && expiries.peek().until() <= now) {
            Expiry expiry = expiries.remove();
            QueuedMessage message = expiry.message();
            if (expiry.token().equals(message.lockToken())
                    && message.lockedUntil() <= expiry.until()
                    && !message.isSettling()) {
                expired.add(message);
            }
        }
        return expired;
    }

    Collection<QueuedMessage> held() {
        return List.copyOf(held.values());
    }
}
