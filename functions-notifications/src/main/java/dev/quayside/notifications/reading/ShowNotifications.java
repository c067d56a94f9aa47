package dev.quayside.notifications.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What customers were told. They see their own; somebody else's does not exist for them. Employees also see by which
 * ways it was told and what came of that.
 */
public final class ShowNotifications {

    private final Database database;

    public ShowNotifications(Database database) {
        this.database = database;
    }

    /** A page, and how many are unread, counted up to {@link NotificationViewStore#MOST_UNREAD}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record History(List<NotificationView> items, String nextCursor, int unread) {}

    public Reply history(Call call) {
        NotificationFilter filter = NotificationFilter.of(call);
        boolean isClient = call.caller().isClient();
        return database.withHandle(handle -> {
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
        return database.withHandle(handle -> {
            NotificationView found = NotificationViewStore.find(handle, notificationId, customer)
                    .orElseThrow(ProblemException::notFound);
            return Reply.ok(
                    isClient
                            ? found.forCustomer()
                            : found.with(
                                    NotificationViewStore.deliveries(handle, notificationId, found.failure() == null)));
        });
    }
}
