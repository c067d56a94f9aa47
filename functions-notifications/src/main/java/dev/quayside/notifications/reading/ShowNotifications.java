package dev.quayside.notifications.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.HandleCallback;

/**
 * What customers were told. They see their own; somebody else's does not exist for them. Employees also see by which
 * ways it was told and what came of that.
 */
public final class ShowNotifications {

    private final Database database;
    private final AccessTrail trail;

    public ShowNotifications(Database database, AccessTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    /** A page, and how many are unread, counted up to {@link NotificationViewStore#MOST_UNREAD}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record History(List<NotificationView> items, String nextCursor, int unread) {}

    public Reply history(Call call) {
        NotificationFilter filter = NotificationFilter.of(call);
        boolean isClient = call.caller().isClient();
        return read(call, handle -> {
            trail.record(handle, call, Access.toCustomer("notifications.listed", filter.customerId()));
            Page<NotificationView> page = Page.of(
                            NotificationViewStore.list(handle, filter),
                            filter.limit(),
                            row -> Cursor.of(row.createdAt(), row.id()))
                    .map(row -> isClient ? row.forCustomer() : row);
            int unread = NotificationViewStore.unread(handle, filter.customerId());
            return Reply.ok(new History(page.items(), page.nextCursor(), unread));
        });
    }

    public Reply one(Call call, String id) {
        UUID notificationId = Call.id(id);
        boolean isClient = call.caller().isClient();
        Optional<UUID> customer = isClient ? Optional.of(call.caller().id()) : Optional.empty();
        return read(call, handle -> {
            NotificationView found = NotificationViewStore.find(handle, notificationId, customer)
                    .orElseThrow(ProblemException::notFound);
            if (isClient) {
                return Reply.ok(found.forCustomer());
            }
            trail.record(handle, call, new Access("notification.viewed", "notification", id, found.customerId()));
            boolean isTold = found.failure() == null;
            return Reply.ok(found.with(NotificationViewStore.deliveries(handle, notificationId, isTold)));
        });
    }

    /** What an employee reads is recorded with the reading. */
    private Reply read(Call call, HandleCallback<Reply, RuntimeException> work) {
        return call.caller().isClient() ? database.withHandle(work) : database.inTransaction(work);
    }
}
