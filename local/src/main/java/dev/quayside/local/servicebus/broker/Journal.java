package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.store.Write;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What all queues share: the clock, the numbers, the way to the store, the room for bytes. */
final class Journal {

    private final LongSupplier clock;
    private final Consumer<Write> store;
    private final ContentCache cache;
    private long lastNumber;

    Journal(LongSupplier clock, Consumer<Write> store, ContentCache cache, long lastNumber) {
        this.clock = clock;
        this.store = store;
        this.cache = cache;
        this.lastNumber = lastNumber;
    }

    long now() {
        return clock.getAsLong();
    }

    /** The next sequence number or content id: one row of numbers for the whole namespace. */
    long nextNumber() {
        return ++lastNumber;
    }

    void append(Write write) {
        store.accept(write);
    }

    ContentCache cache() {
        return cache;
    }

    /** One reference less; the last one deletes the bytes, in a later write than the message's own. */
    void release(Content content) {
        if (content.release()) {
            cache.drop(content);
            append(new Write().deleteContent(content.id()));
        }
    }

    static BrokerException notStored(Exception cause) {
        BrokerException busy = new BrokerException(
                BrokerException.Reason.SERVER_BUSY, "The message store did not accept it; try again.");
        busy.initCause(cause);
        return busy;
    }
}
