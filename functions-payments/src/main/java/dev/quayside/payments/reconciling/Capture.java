package dev.quayside.payments.reconciling;

import dev.quayside.payments.ledger.PaymentStatus;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * A payment as our books have it.
 *
 * @param capturedAt when its capture was booked; null unless looked for by that
 */
record Capture(UUID paymentId, PaymentStatus status, Money amount, String reference, Instant capturedAt) {

    String key() {
        return "charge-" + paymentId;
    }
}
