package dev.quayside.customers.orders;

import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderConfirmed;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.contracts.OrderEvents.OrderPaid;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.contracts.OrderEvents.OrderRejected;
import dev.quayside.shared.contracts.OrderEvents.OrderShipped;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * What an event tells of an order.
 *
 * @param placedAt told by order.placed only; else null
 * @param total as {@code placedAt}
 */
record OrderNews(UUID orderId, UUID customerId, OrderStatus status, Instant placedAt, Money total) {

    OrderNews {
        if (orderId == null || customerId == null) {
            throw new MalformedEventException("an order event needs the ids of order and customer", null);
        }
    }

    /** @throws MalformedEventException if the event is not known or lacks what its type has */
    static OrderNews of(CloudEvent event) {
        return switch (event.type()) {
            case OrderPlaced.TYPE -> placed(event.data(OrderPlaced.class));
            case OrderPaymentDue.TYPE -> {
                OrderPaymentDue due = event.data(OrderPaymentDue.class);
                yield step(due.orderId(), due.customerId(), OrderStatus.RESERVED);
            }
            case OrderPaid.TYPE -> {
                OrderPaid paid = event.data(OrderPaid.class);
                yield step(paid.orderId(), paid.customerId(), OrderStatus.PAID);
            }
            case OrderConfirmed.TYPE -> {
                OrderConfirmed confirmed = event.data(OrderConfirmed.class);
                yield step(confirmed.orderId(), confirmed.customerId(), OrderStatus.CONFIRMED);
            }
            case OrderShipped.TYPE -> {
                OrderShipped shipped = event.data(OrderShipped.class);
                yield step(shipped.orderId(), shipped.customerId(), OrderStatus.SHIPPED);
            }
            case OrderDelivered.TYPE -> {
                OrderDelivered delivered = event.data(OrderDelivered.class);
                yield step(delivered.orderId(), delivered.customerId(), OrderStatus.DELIVERED);
            }
            case OrderRejected.TYPE -> {
                OrderRejected rejected = event.data(OrderRejected.class);
                yield step(rejected.orderId(), rejected.customerId(), OrderStatus.REJECTED);
            }
            case OrderCancelled.TYPE -> {
                OrderCancelled cancelled = event.data(OrderCancelled.class);
                yield step(cancelled.orderId(), cancelled.customerId(), OrderStatus.CANCELLED);
            }
            default -> throw new MalformedEventException("unknown type " + event.type(), null);
        };
    }

    private static OrderNews placed(OrderPlaced placed) {
        if (placed.placedAt() == null || placed.total() == null) {
            throw new MalformedEventException("a placed order needs its time and its total", null);
        }
        return new OrderNews(
                placed.orderId(), placed.customerId(), OrderStatus.PLACED, placed.placedAt(), placed.total());
    }

    private static OrderNews step(UUID orderId, UUID customerId, OrderStatus status) {
        return new OrderNews(orderId, customerId, status, null, null);
    }
}
