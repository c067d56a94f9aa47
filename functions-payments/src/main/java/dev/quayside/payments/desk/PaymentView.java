package dev.quayside.payments.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.payments.ledger.Payment;
import dev.quayside.payments.ledger.PaymentStatus;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A payment as callers see it: never with its payment method.
 *
 * @param orderId what it is for; absent for nothing in particular
 * @param refunded given back
 * @param refunding on its way back
 * @param declineReason the gateway's code; absent unless declined
 * @param refunds latest first; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentView(
        UUID id,
        Payment.Origin origin,
        UUID orderId,
        PaymentStatus status,
        Money amount,
        Money refunded,
        Money refunding,
        String reference,
        String declineReason,
        Instant createdAt,
        Instant updatedAt,
        List<RefundView> refunds) {

    static PaymentView of(Payment payment) {
        Money amount = payment.amount();
        return new PaymentView(
                payment.id(),
                payment.origin(),
                payment.orderId(),
                payment.status(),
                amount,
                new Money(payment.balance().refunded(), amount.currency()),
                new Money(payment.balance().refunding(), amount.currency()),
                payment.reference(),
                payment.charge().declineCode(),
                payment.createdAt(),
                payment.updatedAt(),
                null);
    }

    PaymentView with(List<RefundView> made) {
        return new PaymentView(
                id,
                origin,
                orderId,
                status,
                amount,
                refunded,
                refunding,
                reference,
                declineReason,
                createdAt,
                updatedAt,
                made);
    }
}
