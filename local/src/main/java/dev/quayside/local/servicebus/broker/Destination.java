package dev.quayside.local.servicebus.broker;

import java.util.List;

/**
 * What messages are sent to: a queue, or a topic with its subscriptions.
 *
 * @param schedule holds messages until they are due; for a queue the queue itself
 * @param duplicates {@code null} when duplicates are accepted
 * @param maxTimeToLive bound that a topic sets for all its subscriptions, in milliseconds
 * @param subscriptions of a topic; {@code null} for a queue
 */
record Destination(
        MessageQueue schedule, DuplicateHistory duplicates, long maxTimeToLive, List<Subscription> subscriptions) {

    /** The queues that get a message. */
    List<MessageQueue> queuesFor(Incoming message) {
        if (subscriptions == null) {
            return List.of(schedule);
        }
        return subscriptions.stream()
                .filter(subscription -> subscription.takes(message.properties()))
                .map(Subscription::queue)
                .toList();
    }

    void forgetOldIds(long now) {
        if (duplicates != null) {
            duplicates.forgetOld(now);
        }
    }
}
