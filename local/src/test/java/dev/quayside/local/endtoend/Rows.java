package dev.quayside.local.endtoend;

import dev.quayside.local.endtoend.Staging.Route;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** How many rows the tables have that only requests write to. */
record Rows(Map<String, Long> counts) {
    /** The query, and the operation whose success adds a row to it. */
    private static final Map<String, String> QUERIES = Map.of(
            "POST /api/v1/orders",
            "SELECT count(*) FROM orders.orders",
            "no operation: orders without a status",
            "SELECT count(*) FROM orders.orders o WHERE NOT EXISTS"
                    + " (SELECT FROM orders.order_states s WHERE s.order_id = o.id)",
            "POST /api/v1/products",
            "SELECT count(*) FROM products.products",
            "POST /api/v1/categories",
            "SELECT count(*) FROM products.categories",
            "POST /api/v1/payments",
            "SELECT count(*) FROM payments.payments WHERE order_id IS NULL",
            "POST /api/v1/payments/{id}/refund",
            "SELECT count(*) FROM payments.refunds WHERE requested_by LIKE 'employee:%'",
            "POST /api/v1/audit/logs",
            "SELECT count(*) FROM audit.audit_logs WHERE stream = 'api' AND action NOT LIKE 'audit.%'",
            "POST /api/v1/notifications",
            "SELECT count(*) FROM notifications.notifications WHERE occasion LIKE 'sent:%'");

    static Rows count() {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = SharedPlatform.get().connect("quayside");
                Statement statement = connection.createStatement()) {
            for (var query : QUERIES.entrySet()) {
                try (ResultSet result = statement.executeQuery(query.getValue())) {
                    result.next();
                    counts.put(query.getKey(), result.getLong(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Rows(counts);
    }

    /** These and what a successful call adds. */
    Rows plus(Route route, Answer answer) {
        if (!answer.isSuccess() || !counts.containsKey(route.toString())) {
            return this;
        }
        Map<String, Long> more = new TreeMap<>(counts);
        more.merge(route.toString(), 1L, Long::sum);
        return new Rows(more);
    }
}
