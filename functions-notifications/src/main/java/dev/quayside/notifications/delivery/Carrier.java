package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Channel;

/** A provider that takes messages for one channel. */
public interface Carrier {

    Channel channel();

    /**
     * Hands a message over. Sent twice under the same key, the customer gets it once: that is the provider's promise.
     * Never fails: what goes wrong is told by the receipt.
     */
    Receipt send(Letter letter);
}
