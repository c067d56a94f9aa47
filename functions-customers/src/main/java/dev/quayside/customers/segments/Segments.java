package dev.quayside.customers.segments;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The segment of a single customer. */
public final class Segments {

    private Segments() {}

    /** Puts the customer into their segment now, so that a new one need not wait for the job. */
    public static void classify(Handle transaction, UUID customer, Instant now) {
        SegmentStore.classifyOne(transaction, customer, now);
    }
}
