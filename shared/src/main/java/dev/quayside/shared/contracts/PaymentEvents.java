package dev.quayside.shared.contracts;

import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.Topic;
import dev.quayside.shared.kernel.Money;
import java.util.UUID;

/** What the payments app tells. Fields may be added; none is ever removed, renamed or given another meaning. */
public final class PaymentEvents {

    private PaymentEvents() {}

    /** An event about the payment of one order. */
    public interface PaymentEvent extends DomainEvent {
        UUID orderId();

        @Override
        default Topic topic() {
            return Topic.PAYMENT_EVENTS;
        }

        @Override
        default String subject() {
            return orderId().toString();
        }
    }

    /** The money was taken. */
    public record PaymentCaptured(UUID orderId, UUID paymentId, Money amount) implements PaymentEvent {
        public static final String TYPE = "quayside.payment.captured.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The money was refused; nothing was taken. */
    public record PaymentDeclined(UUID orderId, UUID paymentId, String reason) implements PaymentEvent {
        public static final String TYPE = "quayside.payment.declined.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Money was given back. */
    public record PaymentRefunded(UUID orderId, UUID paymentId, UUID refundId, Money amount) implements PaymentEvent {
        public static final String TYPE = "quayside.payment.refunded.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The gateway refused to give money back: a person has to look. */
    public record PaymentRefundFailed(UUID orderId, UUID paymentId, UUID refundId, Money amount, String reason)
            implements PaymentEvent {
        public static final String TYPE = "quayside.payment.refund-failed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The gateway did not answer: whether money was taken is being found out. */
    public record PaymentUnknown(UUID orderId, UUID paymentId) implements PaymentEvent {
        public static final String TYPE = "quayside.payment.unknown.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
