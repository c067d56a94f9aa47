package dev.quayside.orders.lifecycle;

import java.util.UUID;

/**
 * What a signal brings along.
 *
 * @param actor who caused it: a caller's reference, or {@code system:…}
 * @param paymentId null unless a payment was captured
 * @param shipmentId null unless a shipment was booked, as is the tracking number
 */
public record Change(String actor, UUID paymentId, String shipmentId, String trackingNumber) {

    public static Change by(String actor) {
        return new Change(actor, null, null, null);
    }

    static Change paid(String actor, UUID paymentId) {
        return new Change(actor, paymentId, null, null);
    }

    public static Change booked(String actor, String shipmentId, String trackingNumber) {
        return new Change(actor, null, shipmentId, trackingNumber);
    }
}
