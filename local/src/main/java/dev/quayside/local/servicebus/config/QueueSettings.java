package dev.quayside.local.servicebus.config;

import java.time.Duration;

/**
 * How a queue or a subscription treats its messages.
 *
 * @param lockDuration how long a receiver holds a message or session before it is offered to others
 * @param maxDeliveryCount failed deliveries after which a message goes to the dead-letter queue
 * @param timeToLive age at which a message expires; {@link #FOREVER} when it does not
 * @param deadLetterOnExpiration whether an expired message goes to the dead-letter queue or away
 * @param requiresSession whether messages are received by session only
 * @param duplicateWindow how long a message id is remembered; zero when duplicates are accepted
 * @param forwardTo entity that gets the messages instead; empty for none
 * @param forwardDeadLettersTo entity that gets the dead letters instead; empty for none
 */
public record QueueSettings(
        Duration lockDuration,
        int maxDeliveryCount,
        Duration timeToLive,
        boolean deadLetterOnExpiration,
        boolean requiresSession,
        Duration duplicateWindow,
        String forwardTo,
        String forwardDeadLettersTo) {

    /** A time to live that never ends. */
    public static final Duration FOREVER = Duration.ofDays(36_500);

    /** What Azure sets when nothing is said. */
    public static final QueueSettings DEFAULT =
            new QueueSettings(Duration.ofMinutes(1), 10, FOREVER, false, false, Duration.ZERO, "", "");

    /** The dead-letter queue that belongs to an entity: same lock duration, no limits. */
    public QueueSettings forDeadLetters() {
        return new QueueSettings(lockDuration, Integer.MAX_VALUE, FOREVER, false, false, Duration.ZERO, "", "");
    }
}
