package dev.quayside.payments.ledger;

/** What can be learnt about a payment. */
enum PaymentNews {
    CAPTURED,
    DECLINED,
    /** The gateway did not answer. */
    UNANSWERED,
    /** The gateway has no such charge, long enough after the last one was sent. */
    ABSENT,
    /** The order was rejected or cancelled. */
    ORDER_CLOSED
}
