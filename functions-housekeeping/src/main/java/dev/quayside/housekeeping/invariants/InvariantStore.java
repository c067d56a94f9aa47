package dev.quayside.housekeeping.invariants;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Pages of what has to agree, by functions that the schemas publish. What is compared is read by one statement, so of
 * one moment.
 */
final class InvariantStore {

    private InvariantStore() {}

    static List<StockBook> stock(Handle handle, String after, int most) {
        return handle.createQuery("""
                        select sku, on_hand, moved_on_hand, reserved, moved_reserved
                        from products.stock_books(:after, :most) order by sku
                        """)
                .bind("after", after)
                .bind("most", most)
                .map((row, context) -> new StockBook(
                        row.getString("sku"),
                        row.getLong("on_hand"),
                        row.getLong("moved_on_hand"),
                        row.getLong("reserved"),
                        row.getLong("moved_reserved")))
                .list();
    }

    /** Orders that have not moved since, with their payments. */
    static List<OrderMoney> orders(Handle handle, UUID after, int most, Instant movedBefore) {
        return handle.createQuery("""
                        with page as materialized (
                            select * from orders.settled_orders(:after, :most, :before))
                        select o.order_id, o.status, o.total, o.currency, p.currency as paid_in, p.captured,
                            p.refunding, p.refunded
                        from page o
                        left join payments.payments_of_orders(array(select order_id from page)) p
                            on p.order_id = o.order_id
                        order by o.order_id
                        """)
                .bind("after", after)
                .bind("most", most)
                .bind("before", movedBefore)
                .map((row, context) -> new OrderMoney(
                        row.getObject("order_id", UUID.class),
                        row.getString("status"),
                        row.getLong("total"),
                        row.getString("currency"),
                        row.getString("paid_in") == null ? null : payment(row)))
                .list();
    }

    /**
     * A payment that was taken for an order.
     *
     * @param isKnown whether there is such an order
     */
    record PaidOrder(UUID orderId, OrderMoney.Payment payment, boolean isKnown) {}

    static List<PaidOrder> payments(Handle handle, UUID after, int most, Instant changedBefore) {
        return handle.createQuery("""
                        with page as materialized (
                            select * from payments.settled_payments(:after, :most, :before))
                        select p.order_id, p.currency as paid_in, p.captured, p.refunding, p.refunded,
                            o.order_id is not null as is_known
                        from page p
                        left join orders.known_orders(array(select order_id from page)) o on o.order_id = p.order_id
                        order by p.order_id
                        """)
                .bind("after", after)
                .bind("most", most)
                .bind("before", changedBefore)
                .map((row, context) ->
                        new PaidOrder(row.getObject("order_id", UUID.class), payment(row), row.getBoolean("is_known")))
                .list();
    }

    /**
     * An order, and whether the audit has heard of it.
     *
     * @param isForgotten whether its customer was erased, and the trail with them
     */
    record Trail(UUID orderId, Instant placedAt, String status, boolean isForgotten, boolean isOnRecord) {}

    static List<Trail> trails(Handle handle, UUID after, int most, Instant movedBefore) {
        return handle.createQuery("""
                        with page as materialized (
                            select * from orders.settled_orders(:after, :most, :before))
                        select o.order_id, o.placed_at, o.status, o.is_erased, a.order_id is not null as on_record
                        from page o
                        left join audit.orders_on_record(
                                array(select order_id from page order by order_id),
                                array(select placed_at from page order by order_id)) a
                            on a.order_id = o.order_id
                        order by o.order_id
                        """)
                .bind("after", after)
                .bind("most", most)
                .bind("before", movedBefore)
                .map((row, context) -> new Trail(
                        row.getObject("order_id", UUID.class),
                        row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                        row.getString("status"),
                        row.getBoolean("is_erased"),
                        row.getBoolean("on_record")))
                .list();
    }

    private static OrderMoney.Payment payment(ResultSet row) throws SQLException {
        return new OrderMoney.Payment(
                row.getString("paid_in"), row.getLong("captured"), row.getLong("refunding"), row.getLong("refunded"));
    }
}
