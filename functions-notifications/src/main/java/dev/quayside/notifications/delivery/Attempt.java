package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Channel;
import java.util.UUID;

/**
 * A delivery that somebody is trying now.
 *
 * @param number of the attempt, from 1
 */
record Attempt(
        UUID deliveryId,
        UUID notificationId,
        UUID customerId,
        Channel channel,
        int number,
        String address,
        String subject,
        String body) {

    /** A message of one notification by one channel is one message, however often it is tried. */
    Letter letter() {
        return new Letter(notificationId + ":" + channel, address, subject, body);
    }

    /** Without what is personal. */
    @Override
    public String toString() {
        return "Attempt[" + deliveryId + ", " + number + "]";
    }
}
