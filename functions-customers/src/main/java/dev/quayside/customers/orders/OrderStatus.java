package dev.quayside.customers.orders;

/** Where an order stands, as far as it has been told. In the order of {@link #rank}. */
enum OrderStatus {
    PLACED(1),
    RESERVED(2),
    PAID(3),
    CONFIRMED(4),
    SHIPPED(5),
    DELIVERED(6),
    // Nothing follows an end; an order has one of them only.
    REJECTED(9),
    CANCELLED(9);

    private final int rank;

    OrderStatus(int rank) {
        this.rank = rank;
    }

    /** Orders only ever go up, so of two events in any order the one of higher rank counts. */
    int rank() {
        return rank;
    }
}
