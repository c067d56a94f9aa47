package dev.quayside.catalog.stock;

/** What the orders app tells about an order that concerns its stock. */
enum Happening {
    PLACED,
    PAID,
    /** Rejected or cancelled. */
    CLOSED,
    SHIPPED
}
