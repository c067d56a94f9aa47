package dev.quayside.payments.ledger;

/** What can be learnt about a refund. */
enum RefundNews {
    REFUNDED,
    REFUSED,
    /** The gateway did not answer. */
    UNANSWERED
}
