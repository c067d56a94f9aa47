package dev.quayside.local.servicebus.config;

import java.time.Duration;
import java.util.Map;

/**
 * A topic and its subscriptions.
 *
 * @param timeToLive upper bound for all messages; {@link QueueSettings#FOREVER} when there is none
 * @param duplicateWindow how long a message id is remembered; zero when duplicates are accepted
 * @param subscriptions by name
 */
public record TopicSettings(
        Duration timeToLive, Duration duplicateWindow, Map<String, SubscriptionSettings> subscriptions) {}
