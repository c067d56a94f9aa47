package dev.quayside.catalog.stock;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Stock levels and the ledger of their movements. Every statement locks the levels it needs in SKU order before it
 * changes the first, so that two orders for the same articles wait for each other and never for each other's second.
 */
final class StockStore {

    private static final RowMapper<StockLevel> LEVEL = (row, context) -> new StockLevel(
            row.getObject("product_id", UUID.class),
            row.getString("sku"),
            row.getInt("on_hand"),
            row.getInt("reserved"),
            row.getInt("low_threshold"));

    private StockStore() {}

    static void open(Handle transaction, String sku, int pieces, int lowThreshold, String actor) {
        transaction
                .createUpdate("""
                        with level as (
                            insert into stock_levels (sku, on_hand, low_threshold)
                            values (:sku, :pieces, :lowThreshold))
                        insert into stock_movements (sku, kind, quantity, on_hand_delta, reserved_delta, actor, reason)
                        select :sku, 'RECEIPT', :pieces, :pieces, 0, :actor, 'initial stock' where :pieces > 0
                        """)
                .bind("sku", sku)
                .bind("pieces", pieces)
                .bind("lowThreshold", lowThreshold)
                .bind("actor", actor)
                .execute();
    }

    static void setLowThreshold(Handle transaction, String sku, int lowThreshold) {
        transaction
                .createUpdate(
                        "update stock_levels set low_threshold = :lowThreshold, version = version + 1 where sku = :sku")
                .bind("sku", sku)
                .bind("lowThreshold", lowThreshold)
                .execute();
    }

    static Optional<StockLevel> find(Handle handle, UUID productId) {
        return level(handle, productId, "");
    }

    /** As {@link #find}, and keeps others from changing it until the transaction ends. */
    static Optional<StockLevel> lock(Handle transaction, UUID productId) {
        return level(transaction, productId, "for no key update of l");
    }

    private static Optional<StockLevel> level(Handle handle, UUID productId, String lock) {
        return handle.createQuery("""
                        select p.id as product_id, l.sku, l.on_hand, l.reserved, l.low_threshold
                        from products p join stock_levels l on l.sku = p.sku
                        where p.id = :productId
                        """ + lock)
                .bind("productId", productId)
                .map(LEVEL)
                .findOne();
    }

    /** Writes the corrected level, which the transaction holds locked, and its movement. */
    static void correct(Handle transaction, StockLevel level, int delta, String actor, String reason) {
        transaction
                .createUpdate("""
                        with level as (
                            update stock_levels set on_hand = :onHand, version = version + 1 where sku = :sku)
                        insert into stock_movements (sku, kind, quantity, on_hand_delta, reserved_delta, actor, reason)
                        values (:sku, 'ADJUSTMENT', abs(:delta), :delta, 0, :actor, :reason)
                        """)
                .bind("sku", level.sku())
                .bind("onHand", level.onHand())
                .bind("delta", delta)
                .bind("actor", actor)
                .bind("reason", reason)
                .execute();
    }

    /** Frees what was set aside. */
    static void release(Handle transaction, List<StockLine> lines) {
        move(transaction, "RELEASE", 0, lines);
    }

    /** What was set aside leaves the house. */
    static void ship(Handle transaction, List<StockLine> lines) {
        move(transaction, "SHIP", -1, lines);
    }

    /**
     * Takes lines, of one order or of many, off what is reserved. The arrays go through {@code asked}, so that one plan
     * fits all calls, as in {@link ReservingStore}.
     *
     * @param onHandSign what becomes of the pieces on hand: 0 they stay, -1 they leave
     */
    private static void move(Handle transaction, String kind, int onHandSign, List<StockLine> lines) {
        transaction
                .createUpdate("""
                        with asked as materialized (
                            select :orders as orders, :skus as skus, :quantities as quantities),
                        lines as (
                            select w.order_id, w.sku, w.quantity
                            from asked cross join unnest(orders, skus, quantities) as w (order_id, sku, quantity)),
                        totals as (
                            select sku, sum(quantity)::integer as quantity from lines group by sku),
                        locked as materialized (
                            select l.sku, t.quantity from totals t join stock_levels l on l.sku = t.sku
                            order by l.sku for no key update of l),
                        changed as (
                            update stock_levels l
                            set on_hand = l.on_hand + :onHandSign * k.quantity,
                                reserved = l.reserved - k.quantity, version = l.version + 1
                            from locked k
                            where l.sku = k.sku)
                        insert into stock_movements
                            (sku, order_id, kind, quantity, on_hand_delta, reserved_delta, actor)
                        select sku, order_id, :kind, quantity, :onHandSign * quantity, -quantity, 'orders'
                        from lines order by sku
                        """)
                .bindArray(
                        "orders",
                        UUID.class,
                        lines.stream().map(StockLine::orderId).toArray())
                .bindArray(
                        "skus", String.class, lines.stream().map(StockLine::sku).toArray())
                .bindArray(
                        "quantities",
                        Integer.class,
                        lines.stream().map(StockLine::quantity).toArray())
                .bind("kind", kind)
                .bind("onHandSign", onHandSign)
                .execute();
    }
}
