package dev.quayside.orders.lifecycle;

import dev.quayside.orders.order.OrderStatus;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * An order as the saga sees it.
 *
 * @param linesJson as stored; read only where an event tells the lines
 * @param changedBy who made the last change
 * @param reason why it was rejected, else null
 * @param paymentId null until paid
 * @param paymentMethod the gateway's token; null once the order is paid or called off, when nobody needs it any more
 * @param shipmentId null until booked, as is the tracking number
 */
public record OrderState(
        UUID id,
        UUID customerId,
        OrderStatus status,
        int version,
        Instant placedAt,
        String changedBy,
        String reason,
        UUID paymentId,
        String shipmentId,
        String trackingNumber,
        Money total,
        String paymentMethod,
        String linesJson) {

    /** A payment was taken, so a shipment may have been booked. */
    boolean mayHaveShipment() {
        return paymentId != null;
    }

    OrderState moved(OrderStatus to, Change change, Signal signal) {
        return new OrderState(
                id,
                customerId,
                to,
                version + 1,
                placedAt,
                change.actor(),
                to == OrderStatus.REJECTED ? signal.rejectionReason() : null,
                change.paymentId() != null ? change.paymentId() : paymentId,
                change.shipmentId() != null ? change.shipmentId() : shipmentId,
                change.trackingNumber() != null ? change.trackingNumber() : trackingNumber,
                total,
                to == OrderStatus.RESERVED ? paymentMethod : null,
                linesJson);
    }

    /** The token stays out of logs and failure messages. */
    @Override
    public String toString() {
        return "OrderState[" + id + " " + status + " version " + version + "]";
    }
}
