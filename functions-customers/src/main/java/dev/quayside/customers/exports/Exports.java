package dev.quayside.customers.exports;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What others decide about exports. */
public final class Exports {

    private Exports() {}

    /** Nobody gets the customer's files any more; the timer deletes them. */
    public static void withdraw(Handle transaction, UUID customer, Instant now) {
        ExportStore.withdraw(transaction, customer, now);
    }
}
