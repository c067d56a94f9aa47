package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.filter.Filter;

/** A subscription's rule; {@code createdAt} in milliseconds since the epoch. */
public record Rule(String name, Filter filter, long createdAt) {}
