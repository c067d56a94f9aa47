package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Channel;
import java.time.Instant;

/**
 * One way besides the app to tell a customer something.
 *
 * @param status {@code PENDING} for the way to try, {@code WAITING} for what is tried if that fails, {@code SKIPPED}
 * @param address where to; null if skipped
 * @param dueAt when to try; null unless pending
 * @param reason why it is skipped; null otherwise
 */
public record Step(Channel channel, DeliveryStatus status, String address, Instant dueAt, String reason) {

    static Step pending(Channel channel, String address, Instant dueAt) {
        return new Step(channel, DeliveryStatus.PENDING, address, dueAt, null);
    }

    static Step waiting(Channel channel, String address) {
        return new Step(channel, DeliveryStatus.WAITING, address, null, null);
    }

    static Step skipped(Channel channel, String reason) {
        return new Step(channel, DeliveryStatus.SKIPPED, null, null, reason);
    }
}
