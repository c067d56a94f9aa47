package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.filter.Filter;

/** What the broker asks of the protocol's encoding. */
public interface Codec {

    /** Reads kept bytes as if they had just been sent, for a message that is routed again. */
    Incoming read(byte[] bytes);

    /** Encodes a filter for keeping. */
    byte[] encode(Filter filter);

    /** Reads what {@link #encode} wrote. */
    Filter filter(byte[] definition);
}
