package dev.quayside.housekeeping.stuck;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Reply;
import java.util.List;

/** Orders that do not move, and what each waits for. They name customers: who looked is on record. */
public final class StuckOrders {

    /** Long enough for a retry and a nudge, shorter than the deadline that rejects the order. */
    private static final int USUAL_MINUTES = 5;

    private static final int MOST_MINUTES = 366 * 24 * 60;

    private final Database database;
    private final AccessTrail trail;

    public StuckOrders(Database database, AccessTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    /**
     * The longest stuck.
     *
     * @param more whether there are more than are shown: then something larger than an order is broken
     */
    record Answer(List<StuckOrder> items, boolean more) {}

    public Reply answer(Call call) {
        long minutes = call.queryNumber("minutes", USUAL_MINUTES, 1, MOST_MINUTES);
        int limit = call.limit();
        List<StuckOrder> orders = database.inTransaction(transaction -> {
            trail.record(transaction, call, new Access("stuck-orders.listed", "stuck-orders", "all", null));
            return StuckOrderStore.list(transaction, minutes, limit + 1);
        });
        return Reply.ok(new Answer(orders.stream().limit(limit).toList(), orders.size() > limit));
    }
}
