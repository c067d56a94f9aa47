package dev.quayside.payments.desk;

import dev.quayside.payments.ledger.Balance;
import dev.quayside.payments.ledger.PaymentStatus;

/** Whether, and how much of, a payment is refunded. */
sealed interface RefundDecision {

    /** @param amount minor units, above 0 */
    record Granted(long amount) implements RefundDecision {}

    record Refused(PaymentProblem problem) implements RefundDecision {}

    /**
     * @param wanted minor units; null for all that is left
     * @param mostOfPayment what the caller may have refunded of one payment altogether: counted over all refunds, so
     *     that many small ones do not get around it
     */
    static RefundDecision of(PaymentStatus status, Balance balance, Long wanted, long mostOfPayment) {
        if (status != PaymentStatus.CAPTURED) {
            return new Refused(PaymentProblem.PAYMENT_NOT_CAPTURED);
        }
        long amount = wanted == null ? balance.left() : wanted;
        if (amount > balance.left() || amount == 0) {
            return new Refused(PaymentProblem.REFUND_TOO_LARGE);
        }
        return amount > mostOfPayment - balance.refunding() - balance.refunded()
                ? new Refused(PaymentProblem.REFUND_LIMIT_EXCEEDED)
                : new Granted(amount);
    }
}
