package dev.quayside.payments.reconciling;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.payments.gateway.GatewayCharge;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * One thing in which our books and the gateway's disagree.
 *
 * @param paymentId ours; absent if we know of none
 * @param chargeId the gateway's; absent if it knows of none
 * @param ours what we booked as captured; absent if we did not
 * @param gateways what the gateway says it captured; absent if it did not
 * @param at when it was captured, by the books that have it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Difference(
        Kind kind, UUID paymentId, String chargeId, String reference, Money ours, Money gateways, Instant at) {

    /** In what way the books disagree. */
    enum Kind {
        /** We booked a capture of which the gateway knows nothing. */
        MISSING_AT_GATEWAY,
        /** The gateway captured, and we have no payment, or one that says it was not captured. */
        MISSING_HERE,
        /** Both have it, with other amounts or currencies. */
        AMOUNT_DIFFERS
    }

    static Difference missingAtGateway(Capture ours) {
        return new Difference(
                Kind.MISSING_AT_GATEWAY,
                ours.paymentId(),
                null,
                ours.reference(),
                ours.amount(),
                null,
                ours.capturedAt());
    }

    /** @param known our payment, which does not say that it was captured; null if there is none */
    static Difference missingHere(GatewayCharge charge, Capture known) {
        return new Difference(
                Kind.MISSING_HERE,
                known == null ? null : known.paymentId(),
                charge.id(),
                charge.reference(),
                null,
                Money.of(charge.amount(), charge.currency()),
                charge.createdAt());
    }

    static Difference amountDiffers(GatewayCharge charge, Capture ours) {
        return new Difference(
                Kind.AMOUNT_DIFFERS,
                ours.paymentId(),
                charge.id(),
                charge.reference(),
                ours.amount(),
                Money.of(charge.amount(), charge.currency()),
                charge.createdAt());
    }
}
