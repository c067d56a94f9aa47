package dev.quayside.shared.contracts;

import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.Topic;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the orders app tells. Fields may be added; none is ever removed, renamed or given another meaning. */
public final class OrderEvents {

    private OrderEvents() {}

    /** An event about one order. */
    public interface OrderEvent extends DomainEvent {
        UUID orderId();

        @Override
        default Topic topic() {
            return Topic.ORDER_EVENTS;
        }

        @Override
        default String subject() {
            return orderId().toString();
        }
    }

    /** So many pieces of one article. */
    public record Line(String sku, int quantity) {}

    /** The order was accepted: stock is to be reserved, all lines or none. */
    public record OrderPlaced(UUID orderId, UUID customerId, List<Line> lines, Money total, Instant placedAt)
            implements OrderEvent {
        public static final String TYPE = "quayside.order.placed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Stock is reserved: the payment is to be taken. */
    public record OrderPaymentDue(UUID orderId, UUID customerId, Money amount, String paymentMethod)
            implements OrderEvent {
        public static final String TYPE = "quayside.order.payment-due.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The payment was taken: the shipment is to be booked, and the reservation no longer expires. */
    public record OrderPaid(UUID orderId, UUID customerId, Money amount, UUID paymentId) implements OrderEvent {
        public static final String TYPE = "quayside.order.paid.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The shipment is booked: nothing is left to decide. */
    public record OrderConfirmed(UUID orderId, UUID customerId, String shipmentId, String trackingNumber)
            implements OrderEvent {
        public static final String TYPE = "quayside.order.confirmed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The order failed: stock is to be released and money to be given back. */
    public record OrderRejected(UUID orderId, UUID customerId, String reason) implements OrderEvent {
        public static final String TYPE = "quayside.order.rejected.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The order was called off: stock is to be released and money to be given back. */
    public record OrderCancelled(UUID orderId, UUID customerId, String cancelledBy) implements OrderEvent {
        public static final String TYPE = "quayside.order.cancelled.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The goods left the house: the reservation becomes an outflow. */
    public record OrderShipped(UUID orderId, UUID customerId, String trackingNumber) implements OrderEvent {
        public static final String TYPE = "quayside.order.shipped.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The goods arrived. */
    public record OrderDelivered(UUID orderId, UUID customerId) implements OrderEvent {
        public static final String TYPE = "quayside.order.delivered.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
