package dev.quayside.local.servicebus.broker;

/**
 * What waits in a queue or subscription; for a topic, what is scheduled.
 *
 * @param path such as {@code orders-queue} or {@code order-events/subscriptions/catalog}
 * @param active messages to be received, those that a receiver holds included
 * @param deadLettered messages in its dead-letter queue
 * @param scheduled messages that are not due yet
 * @param deferred messages set aside by a receiver
 */
public record EntityStatistics(String path, long active, long deadLettered, long scheduled, long deferred) {}
