package dev.quayside.orders.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.shared.contracts.OrderEvents;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.kernel.Json;
import java.util.List;

/** The event that tells where an order stands: told when it gets there, and told again when nobody reacts. */
final class Announcement {

    private Announcement() {}

    static DomainEvent of(OrderState order) {
        return switch (order.status()) {
            case PLACED ->
                new OrderEvents.OrderPlaced(
                        order.id(), order.customerId(), lines(order), order.total(), order.placedAt());
            case RESERVED ->
                new OrderEvents.OrderPaymentDue(order.id(), order.customerId(), order.total(), order.paymentMethod());
            case PAID -> new OrderEvents.OrderPaid(order.id(), order.customerId(), order.total(), order.paymentId());
            case CONFIRMED ->
                new OrderEvents.OrderConfirmed(
                        order.id(), order.customerId(), order.shipmentId(), order.trackingNumber());
            case SHIPPED -> new OrderEvents.OrderShipped(order.id(), order.customerId(), order.trackingNumber());
            case DELIVERED -> new OrderEvents.OrderDelivered(order.id(), order.customerId());
            case REJECTED -> new OrderEvents.OrderRejected(order.id(), order.customerId(), order.reason());
            case CANCELLED -> new OrderEvents.OrderCancelled(order.id(), order.customerId(), order.changedBy());
        };
    }

    private static List<OrderEvents.Line> lines(OrderState order) {
        try {
            return List.of(Json.read(order.linesJson(), OrderEvents.Line[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The lines of order " + order.id() + " cannot be read", e);
        }
    }
}
