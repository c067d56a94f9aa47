package dev.quayside.payments.ledger;

import dev.quayside.payments.ledger.PaymentTransitions.Effect;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.PaymentEvents.PaymentEvent;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One payment: money asked for once, under one key.
 *
 * @param version goes up with every change; a change is only written over the version it was made from
 * @param origin who asked for it
 * @param orderId what it is for; null for one taken by an employee for nothing in particular
 * @param customerId whose order it is; null without an order
 * @param reference shown to the customer on the statement
 * @param takenBy who asked for it, {@code employee:0190…} or {@code order}
 * @param charge how it stands with the gateway
 * @param balance where the money is
 */
public record Payment(
        UUID id,
        int version,
        Origin origin,
        UUID orderId,
        UUID customerId,
        Money amount,
        String reference,
        String takenBy,
        Instant createdAt,
        Instant updatedAt,
        Charge charge,
        Balance balance) {

    /** Who asked for a payment. */
    public enum Origin {
        /** The order's own course; it is told what becomes of it. */
        ORDER,
        /** An employee; the order's course must not take it for its own, so no event tells of it. */
        DESK
    }

    /**
     * How a payment stands with the gateway.
     *
     * @param method the gateway's token for the card; null once settled
     * @param id the gateway's id of the charge; null until it is known, and if nothing was to be paid
     * @param declineCode the gateway's reason; null unless declined
     */
    public record Charge(PaymentStatus status, Secret method, String id, String declineCode, Effort effort) {}

    /** A payment after a piece of news, and what else has to happen. */
    record Change(Payment payment, Set<Effect> effects) {

        /** What tells of it, if anything does. */
        Optional<PaymentEvent> event() {
            return effects.stream()
                    .flatMap(effect -> Announcement.of(payment, effect).stream())
                    .findFirst();
        }

        /** The money that must not stay with us, in minor units. */
        long toGiveBack() {
            return effects.contains(Effect.GIVE_BACK) ? payment.balance.left() : 0;
        }
    }

    /** A payment whose charge is about to be sent. */
    static Payment sent(
            UUID id,
            Origin origin,
            UUID orderId,
            UUID customerId,
            Money amount,
            Secret method,
            String reference,
            String takenBy,
            Instant now) {
        Charge charge = new Charge(PaymentStatus.PENDING, method, null, null, Effort.first(now));
        return new Payment(
                id, 1, origin, orderId, customerId, amount, reference, takenBy, now, now, charge, Balance.NOTHING);
    }

    /** Names the charge at the gateway: the same for every attempt, so that all attempts take the money once. */
    public String key() {
        return "charge-" + id;
    }

    public PaymentStatus status() {
        return charge.status;
    }

    /**
     * What a piece of news makes of this payment.
     *
     * @param chargeId the gateway's id, if the news brings one
     * @param detail the gateway's code, if the news brings one
     * @return empty if it changes nothing
     */
    Optional<Change> hear(PaymentNews news, String chargeId, String detail, Instant now) {
        return PaymentTransitions.of(status(), news).map(edge -> {
            PaymentStatus to = edge.to();
            Effort effort = charge.effort;
            if (to.isSettled()) {
                effort = effort.over();
            } else if (news == PaymentNews.UNANSWERED) {
                effort = effort.backOff(now);
            }
            Charge next = new Charge(
                    to,
                    to.isSettled() ? null : charge.method,
                    chargeId != null ? chargeId : charge.id,
                    to == PaymentStatus.DECLINED ? detail : null,
                    effort);
            boolean captured = to == PaymentStatus.CAPTURED && status() != PaymentStatus.CAPTURED;
            Balance money = captured ? new Balance(amount.amount(), 0, 0) : balance;
            return new Change(with(next, money, now), edge.effects());
        });
    }

    Payment with(Effort effort, Instant now) {
        return with(new Charge(charge.status, charge.method, charge.id, charge.declineCode, effort), balance, now);
    }

    Payment with(Balance money, Instant now) {
        return with(charge, money, now);
    }

    private Payment with(Charge next, Balance money, Instant now) {
        return new Payment(
                id, version + 1, origin, orderId, customerId, amount, reference, takenBy, createdAt, now, next, money);
    }
}
