package dev.quayside.local.pubsub;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is on its way to one client: what its socket does not take yet and, for a reliable client, what it has not
 * acknowledged. Both are bounded.
 */
final class Outbox {
    /** What an entry costs beside its text. */
    private static final int ENTRY_BYTES = 64;

    private record Numbered(long sequence, Message message) {
        long bytes() {
            return message.size() + (long) ENTRY_BYTES;
        }
    }

    private final Protocol protocol;
    private final Limits limits;
    private final Deque<Frame> waiting = new ArrayDeque<>(1);
    private final Deque<Numbered> unacknowledged = new ArrayDeque<>(1);
    private final Deque<Numbered> unsent = new ArrayDeque<>(1);
    private Wire wire;
    private long lastSequence;
    private long waitingBytes;
    private long unacknowledgedBytes;

    Outbox(Protocol protocol, Limits limits) {
        this.protocol = protocol;
        this.limits = limits;
    }

    /** From the next {@link #flush} on, everything goes here, what was not acknowledged first. */
    void attach(Wire newWire) {
        detach();
        wire = newWire;
        unsent.addAll(unacknowledged);
    }

    /** What is added now waits for the next wire, if the protocol promises that. */
    void detach() {
        wire = null;
        waiting.clear();
        waitingBytes = 0;
        unsent.clear();
    }

    /** @return false if the client is too far behind */
    boolean add(Message message) {
        return switch (protocol) {
            case PLAIN -> add(message.plain());
            case JSON -> add(message.json());
            case RELIABLE -> number(message);
        };
    }

    /** @return false if the client is too far behind */
    boolean add(Frame frame) {
        waiting.add(frame);
        waitingBytes += frame.size() + ENTRY_BYTES;
        flush();
        return waitingBytes <= limits.waitingBytes();
    }

    private boolean number(Message message) {
        Numbered numbered = new Numbered(++lastSequence, message);
        unacknowledged.add(numbered);
        unacknowledgedBytes += numbered.bytes();
        if (wire != null) {
            unsent.add(numbered);
            flush();
        }
        return unacknowledged.size() <= limits.unacknowledged() && unacknowledgedBytes <= limits.unacknowledgedBytes();
    }

    /** The client has everything up to {@code sequence}. */
    void acknowledge(long sequence) {
        while (!unacknowledged.isEmpty() && unacknowledged.peek().sequence() <= sequence) {
            unacknowledgedBytes -= unacknowledged.poll().bytes();
        }
        while (!unsent.isEmpty() && unsent.peek().sequence() <= sequence) {
            unsent.poll();
        }
    }

    /** Writes as much as the socket takes. */
    void flush() {
        while (canWrite() && !waiting.isEmpty()) {
            Frame frame = waiting.poll();
            waitingBytes -= frame.size() + ENTRY_BYTES;
            wire.write(frame);
        }
        while (canWrite() && !unsent.isEmpty()) {
            Numbered next = unsent.poll();
            wire.write(next.message().numbered(next.sequence()));
        }
    }

    private boolean canWrite() {
        return wire != null && !wire.isFull();
    }
}
