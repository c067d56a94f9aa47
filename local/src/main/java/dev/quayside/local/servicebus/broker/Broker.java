package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.config.QueueSettings;
import dev.quayside.local.servicebus.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The namespace: all entities, found by path without regard to case. Used by one thread only. */
public final class Broker {

    static final long FOREVER = QueueSettings.FOREVER.toMillis();

    private static final long FORGET_EVERY = 30_000;

    private final Journal journal;
    private final Router router;
    private final Settlement settlement;
    private final Namespace namespace;
    private long nextForget;

    private Broker(Journal journal, Router router, Namespace namespace) {
        this.journal = journal;
        this.router = router;
        this.settlement = new Settlement(journal);
        this.namespace = namespace;
    }

    /**
     * Builds the namespace from its entities and what was stored.
     *
     * @param clock milliseconds since the epoch
     * @param store takes the writes, in order
     * @param reader reads bytes back that memory had no room for
     * @param memory bytes of messages kept in memory
     */
    public static Broker open(
            NamespaceState state,
            Codec codec,
            LongSupplier clock,
            Consumer<Write> store,
            BiConsumer<Collection<Long>, Consumer<Map<Long, byte[]>>> reader,
            long memory) {
        ContentCache cache = new ContentCache(memory, reader);
        Journal journal = new Journal(clock, store, cache, state.stored().lastNumber());
        Router router = new Router(journal, codec);
        return new Broker(journal, router, Namespace.build(state, journal, codec, router));
    }

    /** The queue, subscription or dead-letter queue at a path. */
    public MessageQueue queue(String path) {
        return Optional.ofNullable(namespace.queues().get(key(path))).orElseThrow(() -> unknown(path));
    }

    /** What can be peeked at a path: a queue, or what is scheduled for a topic. */
    public MessageQueue peekable(String path) {
        return isDestination(path) ? destination(path).schedule() : queue(path);
    }

    /** The subscription at a path, for its rules. */
    public Subscription subscription(String path) {
        return Optional.ofNullable(namespace.subscriptions().get(key(path))).orElseThrow(() -> unknown(path));
    }

    /** Whether something of that name takes or holds messages: a topic, a queue or a subscription. */
    public boolean exists(String path) {
        return isDestination(path) || namespace.queues().containsKey(key(path));
    }

    /** Whether messages can be sent to the path. */
    public boolean isDestination(String path) {
        return namespace.destinations().containsKey(key(path));
    }

    private Destination destination(String path) {
        return Optional.ofNullable(namespace.destinations().get(key(path))).orElseThrow(() -> unknown(path));
    }

    public Settlement settlement() {
        return settlement;
    }

    /**
     * Accepts messages for a queue or topic, all or none.
     *
     * @param then hears of a failure, or with {@code null} that they are durable, and their sequence numbers
     * @throws BrokerException if one of them can never be accepted
     */
    public void send(String path, List<Incoming> messages, BiConsumer<BrokerException, List<Long>> then) {
        router.send(destination(path), messages, then);
    }

    /** Takes scheduled messages back, all or none. */
    public void cancelScheduled(String path, List<Long> sequences, Completion completion) {
        MessageQueue schedule = destination(path).schedule();
        List<QueuedMessage> messages = new ArrayList<>();
        Write write = new Write();
        for (Long sequence : sequences) {
            messages.add(schedule.scheduled(sequence)
                    .orElseThrow(() -> new BrokerException(
                            Reason.MESSAGE_NOT_FOUND, "There is no scheduled message " + sequence)));
            write.delete(sequence);
        }
        messages.forEach(message -> message.settling(true));
        journal.append(write.onCommit(() -> {
                    for (QueuedMessage message : messages) {
                        schedule.remove(message);
                        journal.release(message.content());
                    }
                    completion.ended(null);
                })
                .onFailure(cause -> {
                    messages.forEach(message -> message.settling(false));
                    completion.ended(Journal.notStored(cause));
                }));
    }

    /** Does what is due: lock expiry, expiration, scheduled messages. To be called several times a second. */
    public void tick() {
        long now = journal.now();
        for (Destination destination : namespace.destinations().values()) {
            List<QueuedMessage> due = destination.schedule().due(now);
            if (!due.isEmpty()) {
                router.reroute(due, destination);
            }
        }
        namespace.queues().values().forEach(queue -> queue.tick(now));
        if (now >= nextForget) {
            nextForget = now + FORGET_EVERY;
            namespace.destinations().values().forEach(destination -> destination.forgetOldIds(now));
            journal.append(new Write().forgetIdsBefore(now));
        }
    }

    /** How many messages wait in each queue and subscription, in the order of the configuration. */
    public List<EntityStatistics> statistics() {
        return namespace.statistics();
    }

    static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    private static BrokerException unknown(String path) {
        // The wording matters: clients give up on it, and retry other kinds of "not found".
        return new BrokerException(
                Reason.ENTITY_NOT_FOUND, "The messaging entity '%s' could not be found.".formatted(path));
    }
}
