package dev.quayside.orders.lifecycle;

/** What can happen to an order after it was placed. */
public enum Signal {
    STOCK_RESERVED(null),
    STOCK_REJECTED("out-of-stock"),
    RESERVATION_EXPIRED("timed-out"),
    PAYMENT_CAPTURED(null),
    PAYMENT_DECLINED("payment-declined"),
    SHIPMENT_BOOKED(null),
    SHIPMENT_IMPOSSIBLE("unshippable"),
    DEADLINE_PASSED("timed-out"),
    CANCEL_ASKED(null),
    SHIP_ASKED(null),
    DELIVERY_TOLD(null);

    private final String rejectionReason;

    Signal(String rejectionReason) {
        this.rejectionReason = rejectionReason;
    }

    /** Why an order is rejected by this, as events and answers name it; null if it rejects none. */
    public String rejectionReason() {
        return rejectionReason;
    }

    /** Whether another app now holds stock or money for the order. */
    boolean bindsSomething() {
        return this == STOCK_RESERVED || this == PAYMENT_CAPTURED;
    }
}
