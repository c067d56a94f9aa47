package dev.quayside.payments.desk;

import dev.quayside.payments.ledger.Payment;
import dev.quayside.payments.ledger.PaymentStatus;
import dev.quayside.payments.ledger.RefundStatus;
import dev.quayside.shared.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** SQL for what callers see of payments. */
final class PaymentViewStore {

    private static final int MOST_REFUNDS = 100;

    private static final String SELECT = """
            select id, origin, order_id, status, amount, currency, refunded, refunding, reference, decline_code,
                created_at, updated_at
            from payments
            """;

    private PaymentViewStore() {}

    /** @param customerId if present, the payment must be this customer's */
    static Optional<PaymentView> find(Handle handle, UUID id, Optional<UUID> customerId) {
        return handle.createQuery(SELECT + " where id = :id and (:anybody or customer_id = :customerId)")
                .bind("id", id)
                .bind("anybody", customerId.isEmpty())
                .bind("customerId", customerId.orElse(null))
                .map((row, context) -> payment(row))
                .findOne();
    }

    /** Empty for a payment of nobody in particular. */
    static Optional<UUID> customerOf(Handle handle, UUID id) {
        return handle.createQuery("select customer_id from payments where id = :id and customer_id is not null")
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne();
    }

    /** The latest refunds of a payment, latest first. */
    static List<RefundView> refunds(Handle handle, UUID paymentId) {
        return handle.createQuery("""
                        select id, payment_id, status, amount, currency, failure_code, reason, requested_by, created_at,
                            updated_at
                        from refunds where payment_id = :paymentId
                        order by created_at desc, id desc limit :most
                        """)
                .bind("paymentId", paymentId)
                .bind("most", MOST_REFUNDS)
                .map((row, context) -> refund(row))
                .list();
    }

    /** Newest first, one more than the limit if there are as many. Each filter has an index that gives this order. */
    static List<PaymentView> list(Handle handle, PaymentFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        filter.customerId().ifPresent(any -> conditions.add("customer_id = :customerId"));
        filter.orderId().ifPresent(any -> conditions.add("order_id = :orderId"));
        filter.status().ifPresent(any -> conditions.add("status = :status"));
        filter.from().ifPresent(any -> conditions.add("created_at >= :from"));
        filter.to().ifPresent(any -> conditions.add("created_at < :to"));
        filter.after().ifPresent(any -> conditions.add("(created_at, id) < (:afterTime, :afterId)"));
        Query query = handle.createQuery(SELECT + " where " + String.join(" and ", conditions)
                        + " order by created_at desc, id desc limit :limit")
                .bind("limit", filter.limit() + 1);
        filter.customerId().ifPresent(value -> query.bind("customerId", value));
        filter.orderId().ifPresent(value -> query.bind("orderId", value));
        filter.status().ifPresent(value -> query.bind("status", value));
        filter.from().ifPresent(value -> query.bind("from", value));
        filter.to().ifPresent(value -> query.bind("to", value));
        filter.after()
                .ifPresent(value -> query.bind("afterTime", value.createdAt()).bind("afterId", value.id()));
        return query.map((row, context) -> payment(row)).list();
    }

    private static PaymentView payment(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new PaymentView(
                row.getObject("id", UUID.class),
                Payment.Origin.valueOf(row.getString("origin")),
                row.getObject("order_id", UUID.class),
                PaymentStatus.valueOf(row.getString("status")),
                Money.of(row.getLong("amount"), currency),
                Money.of(row.getLong("refunded"), currency),
                Money.of(row.getLong("refunding"), currency),
                row.getString("reference"),
                row.getString("decline_code"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                null);
    }

    private static RefundView refund(ResultSet row) throws SQLException {
        return new RefundView(
                row.getObject("id", UUID.class),
                row.getObject("payment_id", UUID.class),
                RefundStatus.valueOf(row.getString("status")),
                Money.of(row.getLong("amount"), row.getString("currency")),
                row.getString("failure_code"),
                row.getString("reason"),
                row.getString("requested_by"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
