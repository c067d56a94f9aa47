package dev.quayside.housekeeping.stuck;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Stuck orders, by the function that the schema {@code orders} offers us; of its tables we see nothing. */
final class StuckOrderStore {

    private StuckOrderStore() {}

    /** Longest stuck first. */
    static List<StuckOrder> list(Handle handle, long minutes, int most) {
        return handle.createQuery("""
                        select order_id, customer_id, status, waits_for, placed_at, since, nudged_at
                        from orders.stuck_orders(make_interval(mins => :minutes), :most)
                        """)
                .bind("minutes", (int) minutes)
                .bind("most", most)
                .map((row, context) -> stuckOrder(row))
                .list();
    }

    private static StuckOrder stuckOrder(ResultSet row) throws SQLException {
        return new StuckOrder(
                row.getObject("order_id", UUID.class),
                row.getObject("customer_id", UUID.class),
                row.getString("status"),
                row.getString("waits_for"),
                instant(row, "placed_at"),
                instant(row, "since"),
                instant(row, "nudged_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
