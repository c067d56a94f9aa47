package dev.quayside.orders.order;

import java.util.List;

/** Where an order stands. */
public enum OrderStatus {
    PLACED,
    RESERVED,
    PAID,
    CONFIRMED,
    SHIPPED,
    DELIVERED,
    REJECTED,
    CANCELLED;

    /** Statuses in which the platform has a step to do, and the deadline runs. */
    public static final List<OrderStatus> OPEN = List.of(PLACED, RESERVED, PAID);

    /** Whether stock is to be released and money to be given back. */
    public boolean isCalledOff() {
        return this == REJECTED || this == CANCELLED;
    }
}
