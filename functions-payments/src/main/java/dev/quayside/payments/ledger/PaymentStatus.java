package dev.quayside.payments.ledger;

/** Where a payment stands. Which status follows which is in {@link PaymentTransitions}. */
public enum PaymentStatus {
    /** A charge was, or is about to be, sent to the gateway. */
    PENDING,
    /** The gateway did not answer; whether money was taken is being found out. */
    UNKNOWN,
    /** The money was taken. What went back of it is in the payment's {@link Balance}. */
    CAPTURED,
    /** The money was refused. */
    DECLINED,
    /** The order was closed while a charge was out: no further charge is sent, and what it took goes back. */
    CLOSING,
    /** The order was closed, and nothing was taken. */
    CLOSED;

    /** Whether nothing is left to do at the gateway. */
    public boolean isSettled() {
        return this == CAPTURED || this == DECLINED || this == CLOSED;
    }

    /** Whether a charge may still be sent, again with the same key. */
    public boolean mayCharge() {
        return this == PENDING || this == UNKNOWN;
    }
}
