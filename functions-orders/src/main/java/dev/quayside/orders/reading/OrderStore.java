package dev.quayside.orders.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.orders.order.OrderLine;
import dev.quayside.orders.order.OrderStatus;
import dev.quayside.orders.order.OrderView;
import dev.quayside.shared.http.Address;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads orders for people. */
final class OrderStore {

    private OrderStore() {}

    static Optional<OrderQueries.Versioned> find(Handle handle, UUID id) {
        return handle.createQuery("""
                        select o.id, o.customer_id, o.placed_at, o.currency, o.net, o.tax, o.total, o.tax_basis_points,
                               o.lines, o.shipping_address, s.status, s.reason, s.version, s.updated_at,
                               s.tracking_number
                        from orders o join order_states s on s.order_id = o.id
                        where o.id = :id
                        """)
                .bind("id", id)
                .map((row, context) -> new OrderQueries.Versioned(view(row), row.getInt("version")))
                .findOne();
    }

    static List<OrderSummary> list(Handle handle, OrderFilter filter, int limit) {
        return handle.createQuery(listSql(filter))
                .bindMethods(filter)
                .bind("limit", limit)
                .map(OrderStore::summary)
                .list();
    }

    /**
     * The statement for a page of orders, newest first. Filter, order and page boundary are conditions on one index, so
     * the cost depends on the size of the page only.
     */
    static String listSql(OrderFilter filter) {
        // The index that serves the order: of a customer, of a status, or of all.
        boolean byStatus = filter.status() != null && filter.customerId() == null;
        String at = byStatus ? "s.placed_at" : "o.placed_at";
        String id = byStatus ? "s.order_id" : "o.id";
        List<String> conditions = new ArrayList<>(List.of("true"));
        addIf(conditions, filter.customerId(), "o.customer_id = :customerId");
        addIf(conditions, filter.status(), "s.status = :status");
        addIf(conditions, filter.from(), at + " >= :from");
        addIf(conditions, filter.to(), at + " < :to");
        addIf(conditions, filter.afterId(), "(" + at + ", " + id + ") < (:afterAt, :afterId)");
        return """
                select o.id, o.customer_id, s.status, o.placed_at, s.updated_at,
                       jsonb_array_length(o.lines) as line_count, o.total, o.currency
                from orders o join order_states s on s.order_id = o.id
                where %s
                order by %s desc, %s desc limit :limit
                """.formatted(String.join(" and ", conditions), at, id);
    }

    private static void addIf(List<String> conditions, Object given, String condition) {
        if (given != null) {
            conditions.add(condition);
        }
    }

    static Optional<UUID> customerOf(Handle handle, UUID order) {
        return handle.createQuery("select customer_id from orders where id = :id")
                .bind("id", order)
                .mapTo(UUID.class)
                .findOne();
    }

    static List<HistoryEntry> history(Handle handle, UUID order) {
        return handle.createQuery("""
                        select from_status, to_status, actor, reason, at from order_history
                        where order_id = :id order by version
                        """)
                .bind("id", order)
                .map((row, context) -> new HistoryEntry(
                        row.getString("from_status"),
                        row.getString("to_status"),
                        row.getString("actor"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    private static OrderSummary summary(ResultSet row, StatementContext context) throws SQLException {
        return new OrderSummary(
                row.getObject("id", UUID.class),
                row.getObject("customer_id", UUID.class),
                OrderStatus.valueOf(row.getString("status")),
                row.getTimestamp("placed_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                row.getInt("line_count"),
                Money.of(row.getLong("total"), row.getString("currency")));
    }

    private static OrderView view(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new OrderView(
                row.getObject("id", UUID.class),
                row.getObject("customer_id", UUID.class),
                OrderStatus.valueOf(row.getString("status")),
                row.getString("reason"),
                row.getTimestamp("placed_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                OrderView.Line.of(OrderLine.ofStored(row.getString("lines"))),
                Money.of(row.getLong("net"), currency),
                Money.of(row.getLong("tax"), currency),
                row.getInt("tax_basis_points"),
                Money.of(row.getLong("total"), currency),
                address(row.getString("shipping_address")),
                row.getString("tracking_number"));
    }

    private static Address address(String json) {
        try {
            return Json.read(json, Address.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The address of an order cannot be read", e);
        }
    }
}
