package dev.quayside.notifications.notifying;

import dev.quayside.notifications.content.Kind;
import dev.quayside.shared.contracts.PaymentEvents.PaymentCaptured;
import dev.quayside.shared.contracts.PaymentEvents.PaymentDeclined;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefundFailed;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefunded;
import dev.quayside.shared.contracts.PaymentEvents.PaymentUnknown;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Money;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What events of payments have to say to customers. They do not say to whom: the order knows. */
record PaymentNews(Kind kind, UUID orderId, UUID refundId, Money amount) {

    /**
     * Empty if a customer need not be told: of a payment, the order's own events tell.
     *
     * @throws MalformedEventException if the event's type is not known or its data does not fit
     */
    static Optional<PaymentNews> of(CloudEvent event) {
        return switch (event.type()) {
            case PaymentRefunded.TYPE -> {
                PaymentRefunded refund = event.data(PaymentRefunded.class);
                yield news(Kind.PAYMENT_REFUNDED, refund.orderId(), refund.refundId(), refund.amount());
            }
            case PaymentRefundFailed.TYPE -> {
                PaymentRefundFailed refund = event.data(PaymentRefundFailed.class);
                yield news(Kind.PAYMENT_REFUND_FAILED, refund.orderId(), refund.refundId(), refund.amount());
            }
            case PaymentCaptured.TYPE, PaymentDeclined.TYPE, PaymentUnknown.TYPE -> Optional.empty();
            default -> throw new MalformedEventException("unknown type " + event.type(), null);
        };
    }

    private static Optional<PaymentNews> news(Kind kind, UUID orderId, UUID refundId, Money amount) {
        if (orderId == null || refundId == null || amount == null) {
            throw new MalformedEventException("a refund needs its order, its id and its amount", null);
        }
        return Optional.of(new PaymentNews(kind, orderId, refundId, amount));
    }

    Occasion to(UUID customerId) {
        return new Occasion(
                kind.slug() + ":" + refundId,
                customerId,
                kind.slug(),
                orderId,
                Map.of("orderId", orderId.toString(), "amount", amount),
                null);
    }
}
