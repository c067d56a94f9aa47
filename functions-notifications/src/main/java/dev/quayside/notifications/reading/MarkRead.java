package dev.quayside.notifications.reading;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** A customer has read one notification, or all there are. What is read already keeps its time. */
public final class MarkRead {

    /** Each batch is a transaction of its own: nobody waits for the rows of a customer with many. */
    private static final int BATCH = 1_000;

    /** Of one call; whoever has more calls again. */
    private static final int MOST_BATCHES = 50;

    private final Database database;
    private final Clock clock;

    public MarkRead(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public Reply one(Call call, String id) {
        UUID notificationId = Call.id(id);
        return database.inTransaction(transaction -> NotificationViewStore.markRead(
                        transaction, notificationId, call.caller().id(), clock.instant())
                .map(read -> Reply.ok(read.forCustomer()))
                .orElseThrow(ProblemException::notFound));
    }

    /** @param unread still, because it came since or is beyond what one call marks */
    record Marked(int marked, int unread) {}

    public Reply all(Call call) {
        UUID customerId = call.caller().id();
        Instant now = clock.instant();
        int marked = 0;
        int last = BATCH;
        for (int batch = 0; batch < MOST_BATCHES && last == BATCH; batch++) {
            last = database.inTransaction(
                    transaction -> NotificationViewStore.markAllRead(transaction, customerId, now, BATCH));
            marked += last;
        }
        int unread = database.withHandle(handle -> NotificationViewStore.unread(handle, customerId));
        return Reply.ok(new Marked(marked, unread));
    }
}
