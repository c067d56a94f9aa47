package dev.quayside.notifications.reading;

import dev.quayside.notifications.recipient.Whose;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which notifications are asked for.
 *
 * @param failed whether those that could not be written are among them
 * @param unread only what was not read yet
 * @param after where the last page ended
 */
record NotificationFilter(UUID customerId, boolean failed, boolean unread, Optional<Position> after, int limit) {

    /** A place in the list, newest first. */
    record Position(Instant createdAt, UUID id) {

        static Position of(Cursor cursor) {
            return new Position(cursor.instant(0), cursor.uuid(1));
        }
    }

    /** What a list may be narrowed to. */
    enum State {
        UNREAD
    }

    static NotificationFilter of(Call call) {
        boolean unread = call.queryEnum("state", State.class).isPresent();
        return new NotificationFilter(
                Whose.asked(call),
                !call.caller().isClient() && !unread,
                unread,
                call.cursor(2).map(Position::of),
                call.limit());
    }
}
