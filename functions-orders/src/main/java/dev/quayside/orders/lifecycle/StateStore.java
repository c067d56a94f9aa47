package dev.quayside.orders.lifecycle;

import dev.quayside.orders.order.OrderStatus;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Where orders stand, in {@code order_states} and {@code order_history}. */
final class StateStore {

    private static final String SELECT = """
            select s.order_id, o.customer_id, s.status, s.version, s.placed_at, s.changed_by, s.reason, s.payment_id,
                   s.shipment_id, s.tracking_number, o.total, o.currency, s.payment_method, o.lines
            from order_states s join orders o on o.id = s.order_id
            """;

    private StateStore() {}

    static Optional<OrderState> find(Handle handle, UUID order) {
        return handle.createQuery(SELECT + "where s.order_id = :id")
                .bind("id", order)
                .map(StateStore::map)
                .findOne();
    }

    /** The order, locked until this transaction ends. */
    static Optional<OrderState> lock(Handle transaction, UUID order) {
        return transaction
                .createQuery(SELECT + "where s.order_id = :id for no key update of s")
                .bind("id", order)
                .map(StateStore::map)
                .findOne();
    }

    /**
     * Moves an order that still is as it was read: its state, its history, the event that tells of it and, if a message
     * is the cause, that it was handled.
     *
     * @param cause null unless a message is
     * @return false if the order has moved meanwhile; nothing is written then
     */
    static boolean move(
            Handle handle, OrderState before, OrderState after, Instant at, Outbox.Entry event, Inbox.Entry cause) {
        return handle.createUpdate("""
                        with moved as (
                            update order_states
                            set status = :to, version = :version, changed_by = :actor, updated_at = :at,
                                reason = :reason, payment_id = :paymentId, shipment_id = :shipmentId,
                                tracking_number = :trackingNumber, shipment_cancel_due = :cancelDue, payment_method = :paymentMethod,
                                nudged_at = null
                            where order_id = :id and version = :seen
                            returning order_id
                        ), recorded as (
                            insert into order_history (order_id, version, from_status, to_status, actor, reason, at)
                            select order_id, :version, :from, :to, :actor, :reason, :at from moved
                        ), heard as (
                            insert into inbox (consumer, message_id)
                            select :consumer, :messageId from moved where :isMessage
                        )
                        insert into outbox (event_id, topic, type, subject, traceparent, payload)
                        select :eventId, :topic, :type, :subject, :traceparent, :payload from moved
                        """)
                        .bind("id", after.id())
                        .bind("from", before.status().name())
                        .bind("to", after.status().name())
                        .bind("seen", before.version())
                        .bind("version", after.version())
                        .bind("actor", after.changedBy())
                        .bind("at", at)
                        .bind("reason", after.reason())
                        .bind("paymentId", after.paymentId())
                        .bind("shipmentId", after.shipmentId())
                        .bind("trackingNumber", after.trackingNumber())
                        .bind("cancelDue", after.status().isCalledOff() && after.mayHaveShipment())
                        .bind("paymentMethod", after.paymentMethod())
                        .bind("isMessage", cause != null)
                        .bind("consumer", cause == null ? null : cause.consumer())
                        .bind("messageId", cause == null ? null : cause.messageId())
                        .bindMethods(event)
                        .execute()
                == 1;
    }

    /** Open orders that got where they are at {@code since} or before; locked, those locked by others left out. */
    static List<OrderState> lockOverdue(Handle transaction, Instant since, int batch) {
        return lockOpen(transaction, "s.updated_at <= :since", since, batch);
    }

    /** Open orders that have neither moved nor been nudged after {@code since}. */
    static List<OrderState> lockSilent(Handle transaction, Instant since, int batch) {
        return lockOpen(transaction, "coalesce(s.nudged_at, s.updated_at) <= :since", since, batch);
    }

    private static List<OrderState> lockOpen(Handle transaction, String condition, Instant since, int batch) {
        return transaction
                .createQuery(SELECT + "where s.status = any(:open) and " + condition
                        + " limit :batch for no key update of s skip locked")
                .bindArray("open", String.class, (Object[])
                        OrderStatus.OPEN.stream().map(OrderStatus::name).toArray(String[]::new))
                .bind("since", since)
                .bind("batch", batch)
                .map(StateStore::map)
                .list();
    }

    static void nudged(Handle transaction, List<OrderState> orders, Instant at) {
        transaction
                .createUpdate("update order_states set nudged_at = :at where order_id = any(:ids)")
                .bind("at", at)
                .bindArray(
                        "ids", UUID.class, orders.stream().map(OrderState::id).toArray())
                .execute();
    }

    private static OrderState map(ResultSet row, StatementContext context) throws SQLException {
        return new OrderState(
                row.getObject("order_id", UUID.class),
                row.getObject("customer_id", UUID.class),
                OrderStatus.valueOf(row.getString("status")),
                row.getInt("version"),
                row.getTimestamp("placed_at").toInstant(),
                row.getString("changed_by"),
                row.getString("reason"),
                row.getObject("payment_id", UUID.class),
                row.getString("shipment_id"),
                row.getString("tracking_number"),
                Money.of(row.getLong("total"), row.getString("currency")),
                row.getString("payment_method"),
                row.getString("lines"));
    }
}
