package dev.quayside.notifications.delivery;

/** Where a delivery stands. */
public enum DeliveryStatus {
    /** It is tried, once it is due. */
    PENDING,
    /** It is tried if those before it fail. */
    WAITING,
    /** The provider has taken it. */
    DELIVERED,
    /** The provider refused it, or gave no answer for too long. */
    FAILED,
    /** It was not needed, or not possible. */
    SKIPPED
}
