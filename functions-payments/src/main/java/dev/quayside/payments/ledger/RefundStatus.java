package dev.quayside.payments.ledger;

/** Where a refund stands. */
public enum RefundStatus {
    /** It was, or is about to be, sent to the gateway. */
    PENDING,
    /** The gateway did not answer; whether money went back is being found out. */
    UNKNOWN,
    /** The money went back. */
    REFUNDED,
    /** The gateway refused: a person has to look. */
    FAILED;

    /** Whether nothing is left to do at the gateway. */
    public boolean isSettled() {
        return this == REFUNDED || this == FAILED;
    }
}
