package dev.quayside.shared.events;

/** The Service Bus topics that carry domain events. */
public enum Topic {
    ORDER_EVENTS("order-events"),
    CATALOG_EVENTS("catalog-events"),
    PAYMENT_EVENTS("payment-events"),
    CUSTOMER_EVENTS("customer-events"),
    NOTIFICATION_EVENTS("notification-events"),
    AUDIT_EVENTS("audit-events"),
    GDPR_EVENTS("gdpr-events");

    private final String entityName;

    Topic(String entityName) {
        this.entityName = entityName;
    }

    /** The name of the topic in the Service Bus namespace. */
    public String entityName() {
        return entityName;
    }
}
