package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.store.MessageRow;
import dev.quayside.local.servicebus.store.MessageState;
import java.nio.ByteBuffer;
import java.util.UUID;

/** A message in one queue or subscription. Times are milliseconds since the epoch. */
public final class QueuedMessage {

    private final Content content;
    private MessageRow row;
    private MessageQueue queue;

    private UUID lockToken;
    private long lockedUntil;
    private boolean settling;

    QueuedMessage(MessageRow row, Content content, MessageQueue queue) {
        this.row = row;
        this.content = content;
        this.queue = queue;
    }

    Content content() {
        return content;
    }

    MessageRow row() {
        return row;
    }

    void row(MessageRow changed) {
        this.row = changed;
    }

    MessageQueue queue() {
        return queue;
    }

    void queue(MessageQueue moved) {
        this.queue = moved;
    }

    /** The bytes as they were kept when it was sent. */
    public byte[] bytes() {
        return content.bytes();
    }

    public long sequence() {
        return row.sequence();
    }

    public MessageState state() {
        return row.state();
    }

    /** Deliveries that failed so far. */
    public int deliveryCount() {
        return row.deliveryCount();
    }

    public long enqueuedAt() {
        return row.enqueuedAt();
    }

    public String sessionId() {
        return row.sessionId();
    }

    /** Application properties set since it was sent, encoded; {@code null} for none. */
    public ByteBuffer changes() {
        return row.changes();
    }

    public String deadLetterSource() {
        return row.deadLetterSource();
    }

    public String deadLetterReason() {
        return row.deadLetterReason();
    }

    public String deadLetterDescription() {
        return row.deadLetterDescription();
    }

    /** Names the lock that its receiver holds; {@code null} when none does. */
    public UUID lockToken() {
        return lockToken;
    }

    public long lockedUntil() {
        return lockedUntil;
    }

    boolean isLocked() {
        return lockToken != null;
    }

    void lock(UUID token, long until) {
        this.lockToken = token;
        this.lockedUntil = until;
    }

    void extendLock(long until) {
        this.lockedUntil = until;
    }

    void unlock() {
        this.lockToken = null;
        this.lockedUntil = 0;
    }

    /** Whether its settlement is being written, so that its lock no longer expires. */
    boolean isSettling() {
        return settling;
    }

    void settling(boolean begins) {
        this.settling = begins;
    }
}
