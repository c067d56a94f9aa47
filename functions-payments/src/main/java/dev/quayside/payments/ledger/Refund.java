package dev.quayside.payments.ledger;

import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Money on its way back to the customer, or back there.
 *
 * @param chargeId the gateway's id of the charge that it undoes in part or in whole
 * @param reason why, in words
 * @param requestedBy who asked for it, {@code employee:0190…} or {@code order}
 * @param gatewayId the gateway's id of the refund; null until it is known
 * @param failureCode the gateway's reason; null unless failed
 */
public record Refund(
        UUID id,
        UUID paymentId,
        String chargeId,
        Money amount,
        String reason,
        String requestedBy,
        RefundStatus status,
        String gatewayId,
        String failureCode,
        Effort effort,
        Instant createdAt,
        Instant updatedAt) {

    /** A refund that is about to be sent. */
    static Refund sent(Payment payment, long amount, String reason, String requestedBy, Instant now) {
        return new Refund(
                Ids.newId(),
                payment.id(),
                payment.charge().id(),
                new Money(amount, payment.amount().currency()),
                reason,
                requestedBy,
                RefundStatus.PENDING,
                null,
                null,
                Effort.first(now),
                now,
                now);
    }

    /** Names the refund at the gateway: the same for every attempt, so that all attempts give back once. */
    public String key() {
        return "refund-" + id;
    }

    /** What a piece of news makes of this refund; empty if it changes nothing. */
    Optional<Refund> hear(RefundNews news, String id, String detail, Instant now) {
        return RefundTransitions.of(status, news).map(edge -> {
            RefundStatus to = edge.to();
            Effort next = to.isSettled() ? effort.over() : effort.backOff(now);
            String failure = to == RefundStatus.FAILED ? detail : null;
            return with(to, id != null ? id : gatewayId, failure, next, now);
        });
    }

    Refund with(Effort next, Instant now) {
        return with(status, gatewayId, failureCode, next, now);
    }

    private Refund with(RefundStatus to, String atGateway, String failure, Effort next, Instant now) {
        return new Refund(
                id, paymentId, chargeId, amount, reason, requestedBy, to, atGateway, failure, next, createdAt, now);
    }
}
