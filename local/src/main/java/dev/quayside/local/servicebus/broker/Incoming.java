package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.filter.MessageProperties;

/** A message as it was sent: bytes that the broker does not look into, and what it needs to know. */
public final class Incoming {

    private final byte[] bytes;
    private final MessageProperties properties;
    private final long timeToLive;
    private final long scheduledFor;

    /**
     * A message.
     *
     * @param bytes in the form in which they are kept; not copied
     * @param timeToLive in milliseconds; {@link Long#MAX_VALUE} when the sender set none
     * @param scheduledFor milliseconds since the epoch; 0 for now
     */
    public Incoming(byte[] bytes, MessageProperties properties, long timeToLive, long scheduledFor) {
        this.bytes = bytes;
        this.properties = properties;
        this.timeToLive = timeToLive;
        this.scheduledFor = scheduledFor;
    }

    byte[] bytes() {
        return bytes;
    }

    public MessageProperties properties() {
        return properties;
    }

    long timeToLive() {
        return timeToLive;
    }

    public long scheduledFor() {
        return scheduledFor;
    }
}
