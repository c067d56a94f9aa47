package dev.quayside.orders.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One change of an order's status.
 *
 * @param from absent for the first
 * @param actor who caused it, {@code client:0190…}, {@code employee:0190…}, {@code system:payments}
 * @param reason why it was rejected; absent otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HistoryEntry(String from, String to, String actor, String reason, Instant at) {

    /** As customers see it: which employee it was is none of their business. */
    HistoryEntry forCustomer() {
        String kind = actor.startsWith("employee:") ? "employee" : actor;
        return new HistoryEntry(from, to, kind, reason, at);
    }
}
