package dev.quayside.notifications.notifying;

import dev.quayside.notifications.reading.NotificationView;

/**
 * A notification that was written in this transaction.
 *
 * @param notification as employees see it
 * @param hasDue whether a way besides the app is to be tried
 */
public record Told(NotificationView notification, boolean hasDue) {

    /** Whether it could be put into words. */
    boolean isReadable() {
        return notification.failure() == null;
    }
}
