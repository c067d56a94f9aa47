package dev.quayside.shared.events;

/** Something that happened, told to the other apps. Implemented by the records of {@code contracts}. */
public interface DomainEvent {

    /** Where it is published. */
    Topic topic();

    /** Versioned type, {@code quayside.order.placed.v1}. */
    String type();

    /** What it happened to: the order's id, the product's SKU. */
    String subject();
}
