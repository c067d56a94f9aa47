package dev.quayside.payments.ledger;

import dev.quayside.payments.ledger.PaymentTransitions.Effect;
import dev.quayside.shared.contracts.PaymentEvents.PaymentCaptured;
import dev.quayside.shared.contracts.PaymentEvents.PaymentDeclined;
import dev.quayside.shared.contracts.PaymentEvents.PaymentEvent;
import dev.quayside.shared.contracts.PaymentEvents.PaymentUnknown;
import java.util.Optional;
import java.util.UUID;

/** The event that tells of a payment. Only the order's own course is told. */
final class Announcement {

    private Announcement() {}

    /** @return empty if the effect tells nothing, or nobody is to be told */
    static Optional<PaymentEvent> of(Payment payment, Effect effect) {
        if (payment.origin() != Payment.Origin.ORDER) {
            return Optional.empty();
        }
        UUID orderId = payment.orderId();
        return switch (effect) {
            case TELL_CAPTURED -> Optional.of(new PaymentCaptured(orderId, payment.id(), payment.amount()));
            case TELL_DECLINED ->
                Optional.of(new PaymentDeclined(
                        orderId, payment.id(), payment.charge().declineCode()));
            case TELL_UNKNOWN -> Optional.of(new PaymentUnknown(orderId, payment.id()));
            case GIVE_BACK -> Optional.empty();
        };
    }
}
