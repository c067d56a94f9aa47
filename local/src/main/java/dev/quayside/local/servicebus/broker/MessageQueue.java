package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.config.QueueSettings;
import dev.quayside.local.servicebus.store.MessageRow;
import dev.quayside.local.servicebus.store.MessageState;
import dev.quayside.local.servicebus.store.Write;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A queue, a subscription's messages, or a dead-letter queue. */
public final class MessageQueue {

    private final int id;
    private final String path;
    private final QueueSettings settings;
    private final Journal journal;
    private final MessageQueue deadLetters;

    private final NavigableMap<Long, QueuedMessage> all = new TreeMap<>();
    private final Lane lane;
    private final Locks locks = new Locks();
    private final Sessions sessions;
    private final DeferredMessages deferredMessages;
    private final NavigableSet<QueuedMessage> scheduled = new TreeSet<>(
            Comparator.comparingLong((QueuedMessage message) -> message.row().scheduledFor())
                    .thenComparingLong(QueuedMessage::sequence));
    private final NavigableSet<QueuedMessage> expiring = new TreeSet<>(
            Comparator.comparingLong((QueuedMessage message) -> message.row().expiresAt())
                    .thenComparingLong(QueuedMessage::sequence));
    private long deferred;

    /** A queue; {@code deadLetters} is {@code null} for a dead-letter queue itself. */
    MessageQueue(int id, String path, QueueSettings settings, Journal journal, MessageQueue deadLetters) {
        this.id = id;
        this.path = path;
        this.settings = settings;
        this.journal = journal;
        this.deadLetters = deadLetters;
        this.lane = new Lane(this, journal.cache());
        this.sessions = new Sessions(this, journal);
        this.deferredMessages = new DeferredMessages(this, journal);
    }

    public String path() {
        return path;
    }

    public QueueSettings settings() {
        return settings;
    }

    public Sessions sessions() {
        return sessions;
    }

    public DeferredMessages deferred() {
        return deferredMessages;
    }

    int id() {
        return id;
    }

    MessageQueue deadLetters() {
        return deadLetters;
    }

    Locks locks() {
        return locks;
    }

    /** Adds a receiver; a queue with sessions is received from by session instead. */
    public void attach(Consumer consumer) {
        if (settings.requiresSession()) {
            throw new BrokerException(Reason.NOT_ALLOWED, "The entity " + path + " is received from by session only.");
        }
        lane.attach(consumer);
        lane.pump();
    }

    public void detach(Consumer consumer) {
        lane.detach(consumer);
        sessions.releaseHeldBy(consumer);
        sessions.pump();
    }

    /** Hands out what waits; to be called when a receiver has new credit. */
    public void pump() {
        if (settings.requiresSession()) {
            sessions.pump();
        } else {
            lane.pump();
        }
    }

    /** Takes up a message that is durable. Nothing is handed out before {@link #pump}. */
    void add(QueuedMessage message) {
        all.put(message.sequence(), message);
        if (message.row().expiresAt() != Long.MAX_VALUE) {
            expiring.add(message);
        }
        if (message.state() == MessageState.SCHEDULED) {
            scheduled.add(message);
        } else if (message.state() == MessageState.ACTIVE) {
            laneOf(message).add(message);
        } else {
            deferred++;
        }
    }

    /** Takes a message out of everything; its lock too. */
    void remove(QueuedMessage message) {
        all.remove(message.sequence());
        expiring.remove(message);
        scheduled.remove(message);
        if (message.state() == MessageState.ACTIVE) {
            laneOf(message).remove(message);
            sessions.forgetIfIdle(message.sessionId());
        } else if (message.state() == MessageState.DEFERRED) {
            deferred--;
        }
        if (message.isLocked()) {
            locks.unlock(message);
        }
    }

    /** Ends a lock; the message waits again, or stays deferred. */
    void unlock(QueuedMessage message) {
        locks.unlock(message);
        if (message.state() == MessageState.ACTIVE) {
            laneOf(message).add(message);
        }
    }

    private Lane laneOf(QueuedMessage message) {
        return settings.requiresSession() ? sessions.named(message.sessionId()).lane() : lane;
    }

    /** Delivers a message that was just taken from its lane. */
    void hand(QueuedMessage message, Consumer consumer) {
        if (message.row().expiresAt() <= journal.now()) {
            expire(message);
        } else if (consumer.deletesOnDelivery()) {
            handDeleted(message, consumer);
        } else {
            lock(message);
            consumer.deliver(message);
        }
    }

    /** At most once: it is handed over only when nothing can bring it back. */
    private void handDeleted(QueuedMessage message, Consumer consumer) {
        consumer.reserve();
        message.settling(true);
        journal.append(new Write()
                .delete(message.sequence())
                .onCommit(() -> {
                    consumer.deliver(message);
                    remove(message);
                    journal.release(message.content());
                })
                .onFailure(cause -> {
                    message.settling(false);
                    laneOf(message).add(message);
                }));
    }

    void lock(QueuedMessage message) {
        if (settings.requiresSession()) {
            locks.lockWithSession(message, sessions.named(message.sessionId()).lockedUntil());
        } else {
            locks.lock(message, journal.now() + settings.lockDuration().toMillis());
        }
    }

    /** The message under a lock, for who wants to settle it. */
    public Optional<QueuedMessage> locked(UUID token) {
        return locks.find(token, journal.now());
    }

    /**
     * Extends a lock by the queue's lock duration.
     *
     * @return until when it holds now
     */
    public long renew(UUID token) {
        QueuedMessage message = locked(token).orElseThrow(MessageQueue::lockLost);
        long until = journal.now() + settings.lockDuration().toMillis();
        locks.extend(message, until);
        return until;
    }

    static BrokerException lockLost() {
        return new BrokerException(
                Reason.LOCK_LOST,
                "The lock supplied is invalid. Either the lock expired, or the message has already been removed.");
    }

    /**
     * Messages from a sequence number on, locked, deferred and scheduled ones too, without taking them.
     * They have their bytes when {@code then} hears of them.
     *
     * @param sessionId only this session's; {@code null} for all
     */
    public void peek(long from, int count, String sessionId, java.util.function.Consumer<List<QueuedMessage>> then) {
        List<QueuedMessage> found = all.tailMap(from, true).values().stream()
                .filter(message -> sessionId == null || sessionId.equals(message.sessionId()))
                .limit(count)
                .toList();
        journal.cache().load(found, () -> then.accept(found));
    }

    Optional<QueuedMessage> message(long sequence) {
        return Optional.ofNullable(all.get(sequence));
    }

    Optional<QueuedMessage> scheduled(long sequence) {
        return message(sequence).filter(message -> message.state() == MessageState.SCHEDULED && !message.isSettling());
    }

    List<QueuedMessage> due(long now) {
        return scheduled.stream()
                .takeWhile(message -> message.row().scheduledFor() <= now)
                .filter(message -> !message.isSettling())
                .toList();
    }

    /** Lets locks end, expires what is too old, and hands out what came free. */
    void tick(long now) {
        for (QueuedMessage message : locks.expired(now)) {
            deliveryFailed(message);
        }
        sessions.tick(now);
        List<QueuedMessage> old = expiring.stream()
                .takeWhile(message -> message.row().expiresAt() <= now)
                .filter(message -> !message.isLocked() && !message.isSettling())
                .toList();
        old.forEach(this::expire);
        pump();
    }

    /** A lock ended without a word: counted, and offered again unless it was the last attempt. */
    void deliveryFailed(QueuedMessage message) {
        MessageRow failed = message.row().afterFailedDelivery(message.changes());
        Settlement.Move move = Settlement.afterFailure(this, message, failed);
        journal.append(new Write().update(move.row()));
        move.apply();
    }

    private void expire(QueuedMessage message) {
        if (settings.deadLetterOnExpiration() && deadLetters != null) {
            Settlement.Move move = Settlement.toDeadLetters(
                    this, message, "TTLExpiredException", "The message expired and was dead lettered.", null);
            journal.append(new Write().update(move.row()));
            move.apply();
        } else {
            journal.append(new Write().delete(message.sequence()));
            remove(message);
            journal.release(message.content());
        }
    }

    /** How many messages it holds in a state; locked ones are active. */
    long count(MessageState state) {
        return switch (state) {
            case SCHEDULED -> scheduled.size();
            case DEFERRED -> deferred;
            case ACTIVE -> all.size() - scheduled.size() - deferred;
        };
    }
}
