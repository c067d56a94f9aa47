package dev.quayside.payments.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.payments.ledger.Refund;
import dev.quayside.payments.ledger.RefundStatus;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * A refund as callers see it.
 *
 * @param failureReason the gateway's code; absent unless failed
 * @param reason why, in an employee's words; absent for customers
 * @param requestedBy who asked for it; absent for customers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RefundView(
        UUID id,
        UUID paymentId,
        RefundStatus status,
        Money amount,
        String failureReason,
        String reason,
        String requestedBy,
        Instant createdAt,
        Instant updatedAt) {

    static RefundView of(Refund refund) {
        return new RefundView(
                refund.id(),
                refund.paymentId(),
                refund.status(),
                refund.amount(),
                refund.failureCode(),
                refund.reason(),
                refund.requestedBy(),
                refund.createdAt(),
                refund.updatedAt());
    }

    RefundView forCustomer() {
        return new RefundView(id, paymentId, status, amount, failureReason, null, null, createdAt, updatedAt);
    }
}
