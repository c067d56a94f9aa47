package dev.quayside.local.servicebus.store;

import java.nio.ByteBuffer;

/**
 * One message in one queue or subscription. Times are milliseconds since the epoch.
 *
 * @param sequence its sequence number, unique in the namespace
 * @param entity the queue, subscription or dead-letter queue that holds it
 * @param content the bytes it shares with the same message in other subscriptions
 * @param expiresAt {@link Long#MAX_VALUE} when it does not expire
 * @param scheduledFor when a scheduled message becomes active; 0 otherwise
 * @param sessionId {@code null} where the entity has no sessions
 * @param changes application properties set since it was sent, as an encoded AMQP map, or {@code null}
 * @param deadLetterSource the entity it was dead-lettered from, or {@code null}
 */
public record MessageRow(
        long sequence,
        int entity,
        long content,
        MessageState state,
        int deliveryCount,
        long enqueuedAt,
        long expiresAt,
        long scheduledFor,
        String sessionId,
        ByteBuffer changes,
        String deadLetterSource,
        String deadLetterReason,
        String deadLetterDescription) {

    /** The same message after a delivery that failed. */
    public MessageRow afterFailedDelivery(ByteBuffer newChanges) {
        return with(state, deliveryCount + 1, newChanges);
    }

    /** The same message set aside, to be received by its sequence number only. */
    public MessageRow deferred(ByteBuffer newChanges) {
        return with(MessageState.DEFERRED, deliveryCount, newChanges);
    }

    /** The same message in a dead-letter queue, where it does not expire. */
    public MessageRow deadLettered(int deadLetters, String source, String reason, String description) {
        return new MessageRow(
                sequence,
                deadLetters,
                content,
                MessageState.ACTIVE,
                deliveryCount,
                enqueuedAt,
                Long.MAX_VALUE,
                0,
                null,
                changes,
                source,
                reason,
                description);
    }

    /** The same message with other properties changed since it was sent. */
    public MessageRow withChanges(ByteBuffer newChanges) {
        return with(state, deliveryCount, newChanges);
    }

    private MessageRow with(MessageState newState, int newDeliveryCount, ByteBuffer newChanges) {
        return new MessageRow(
                sequence,
                entity,
                content,
                newState,
                newDeliveryCount,
                enqueuedAt,
                expiresAt,
                scheduledFor,
                sessionId,
                newChanges,
                deadLetterSource,
                deadLetterReason,
                deadLetterDescription);
    }
}
