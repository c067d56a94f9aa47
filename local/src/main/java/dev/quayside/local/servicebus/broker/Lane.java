package dev.quayside.local.servicebus.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Messages that wait for a receiver, in order, and the receivers that take turns: a queue's or a session's. */
final class Lane {

    /** How many messages are read back from the database at a time. */
    private static final int READ_AHEAD = 200;

    private final MessageQueue queue;
    private final ContentCache cache;
    private final NavigableMap<Long, QueuedMessage> ready = new TreeMap<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private int turn;
    private boolean pumping;
    private boolean loading;

    Lane(MessageQueue queue, ContentCache cache) {
        this.queue = queue;
        this.cache = cache;
    }

    void add(QueuedMessage message) {
        ready.put(message.sequence(), message);
    }

    void remove(QueuedMessage message) {
        ready.remove(message.sequence());
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    long firstSequence() {
        return ready.firstKey();
    }

    void attach(Consumer consumer) {
        consumers.add(consumer);
    }

    void detach(Consumer consumer) {
        consumers.remove(consumer);
    }

    /** Hands out messages as long as there are both messages and receivers for them. */
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            boolean handed = true;
            while (handed) {
                handed = handOne();
            }
        } finally {
            pumping = false;
        }
    }

    private boolean handOne() {
        if (ready.isEmpty()) {
            return false;
        }
        Consumer consumer = nextConsumer();
        if (consumer == null) {
            return false;
        }
        QueuedMessage first = ready.firstEntry().getValue();
        if (first.bytes() == null && !load(first)) {
            return false;
        }
        ready.remove(first.sequence());
        queue.hand(first, consumer);
        return true;
    }

    private Consumer nextConsumer() {
        for (int i = 0; i < consumers.size(); i++) {
            turn = (turn + 1) % consumers.size();
            Consumer consumer = consumers.get(turn);
            if (consumer.canTake()) {
                return consumer;
            }
        }
        return null;
    }

    private boolean load(QueuedMessage first) {
        if (!loading) {
            loading = true;
            List<QueuedMessage> next = ready.values().stream().limit(READ_AHEAD).toList();
            cache.load(next, () -> {
                loading = false;
                // Without its bytes it would be asked for again at once, forever; the next tick does.
                if (first.bytes() != null) {
                    pump();
                }
            });
        }
        return first.bytes() != null;
    }
}
