package dev.quayside.customers.consents;

/** What a customer's data may be used for if they agree. */
record Purpose(String name, String description) {}
