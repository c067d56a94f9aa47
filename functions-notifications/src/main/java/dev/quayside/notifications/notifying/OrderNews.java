package dev.quayside.notifications.notifying;

import dev.quayside.notifications.content.Kind;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What events of orders have to say to customers. */
final class OrderNews {

    private static final Map<String, String> REASONS =
            Map.of("out-of-stock", "outOfStock", "payment-declined", "paymentDeclined", "unshippable", "unshippable");

    private OrderNews() {}

    /**
     * Empty if a customer need not be told: the one who places an order sees so, and is told how it ends.
     *
     * @throws MalformedEventException if the event's type is not known or its data does not fit
     */
    static Optional<Occasion> of(CloudEvent event) {
        return switch (event.type()) {
            case OrderConfirmed.TYPE -> {
                OrderConfirmed order = event.data(OrderConfirmed.class);
                yield news(Kind.ORDER_CONFIRMED, order.orderId(), order.customerId(), tracking(order.trackingNumber()));
            }
            case OrderShipped.TYPE -> {
                OrderShipped order = event.data(OrderShipped.class);
                yield news(Kind.ORDER_SHIPPED, order.orderId(), order.customerId(), tracking(order.trackingNumber()));
            }
            case OrderRejected.TYPE -> {
                OrderRejected order = event.data(OrderRejected.class);
                yield news(Kind.ORDER_REJECTED, order.orderId(), order.customerId(), reason(order.reason()));
            }
            case OrderCancelled.TYPE -> {
                OrderCancelled order = event.data(OrderCancelled.class);
                yield news(Kind.ORDER_CANCELLED, order.orderId(), order.customerId(), Map.of());
            }
            case OrderDelivered.TYPE -> {
                OrderDelivered order = event.data(OrderDelivered.class);
                yield news(Kind.ORDER_DELIVERED, order.orderId(), order.customerId(), Map.of());
            }
            case OrderPlaced.TYPE, OrderPaymentDue.TYPE, OrderPaid.TYPE -> Optional.empty();
            default -> throw new MalformedEventException("unknown type " + event.type(), null);
        };
    }

    private static Map<String, ?> tracking(String number) {
        return number == null ? Map.of() : Map.of("trackingNumber", number);
    }

    /** A reason that no template knows is not told. */
    private static Map<String, ?> reason(String reason) {
        String flag = REASONS.get(String.valueOf(reason));
        return flag == null ? Map.of() : Map.of(flag, true);
    }

    private static Optional<Occasion> news(Kind kind, UUID orderId, UUID customerId, Map<String, ?> more) {
        if (orderId == null || customerId == null) {
            throw new MalformedEventException("an order needs its id and its customer", null);
        }
        Map<String, Object> values = new HashMap<>(more);
        values.put("orderId", orderId.toString());
        return Optional.of(new Occasion(kind.slug() + ":" + orderId, customerId, kind.slug(), orderId, values, null));
    }
}
