package dev.quayside.notifications.recipient;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Keeps apart those who write about a customer and the erasure that forgets them. A statement that asks whether somebody
 * is forgotten sees what was committed when it began; without a lock, it could write what the erasure has just looked
 * for. So writers share a lock before they ask, and the erasure begins alone.
 */
public final class Forgetting {

    private Forgetting() {}

    /** Until the end of the transaction, no erasure of this customer begins. */
    static void holdOff(Handle transaction, UUID customerId) {
        RecipientStore.lockShared(transaction, lock(customerId));
    }

    /** Waits for all who write about the customer now; those who come later see what this transaction notes. */
    public static void begin(Handle transaction, UUID customerId) {
        RecipientStore.lockAlone(transaction, lock(customerId));
    }

    /** Random bits of the id: two customers who share them wait for each other, and nothing else happens. */
    static long lock(UUID customerId) {
        return customerId.getLeastSignificantBits();
    }
}
