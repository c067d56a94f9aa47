package dev.quayside.customers.consents;

/** Where a customer said that they agree, or no longer do. */
enum How {
    PORTAL,
    PHONE,
    EMAIL,
    LETTER,
    IN_PERSON
}
