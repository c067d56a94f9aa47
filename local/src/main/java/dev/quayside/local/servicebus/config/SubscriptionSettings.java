package dev.quayside.local.servicebus.config;

import dev.quayside.local.servicebus.filter.Filter;
import java.util.Map;

/**
 * A subscription: a queue with rules.
 *
 * @param rules filters by rule name; a message is taken once when any of them matches
 */
public record SubscriptionSettings(QueueSettings queue, Map<String, Filter> rules) {}
