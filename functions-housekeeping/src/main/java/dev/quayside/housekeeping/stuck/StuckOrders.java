package dev.quayside.housekeeping.stuck;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Reply;
import java.util.List;

/** Orders that do not move, and what each waits for. */
public final class StuckOrders {

    /** Long enough for a retry and a nudge, shorter than the deadline that rejects the order. */
    private static final int USUAL_MINUTES = 5;

    private static final int MOST_MINUTES = 366 * 24 * 60;

    private final Database database;

    public StuckOrders(Database database) {
        this.database = database;
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
        List<StuckOrder> orders = database.withHandle(handle -> StuckOrderStore.list(handle, minutes, limit + 1));
        return Reply.ok(new Answer(orders.stream().limit(limit).toList(), orders.size() > limit));
    }
}
