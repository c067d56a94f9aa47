package dev.quayside.orders.placing;

import dev.quayside.orders.order.OrderLine;
import dev.quayside.orders.order.OrderStatus;
import dev.quayside.orders.placing.PriceList.Article;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.http.Idempotency;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Money;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The two statements that placing an order takes. Each costs a round trip, and at a thousand orders a second the round
 * trips are what the database spends its time on.
 *
 * <p>Plain JDBC: a quarter of the app's CPU went into JDBI's binding of these thirty values, more than into sending
 * them.
 */
final class PlacingStore {

    private static final String PRICES = """
            select given.basis_points, given.forgotten,
                   p.sku, p.name, p.currency, p.price, p.weight_grams, p.discontinued
            from (select (
                select basis_points from tax_rates
                where country = ? and valid_from <= current_date
                order by valid_from desc limit 1
            ) as basis_points, exists (select from erased_customers where pseudonym = ?) as forgotten) given
            left join product_prices p on p.sku = any(?)
            """;

    /**
     * Everything hangs on the claim: where the key is taken, nothing is written. Nor is it for somebody whose erasure has
     * begun since prices were read: an erasure waits for statements that have begun before, and does not meet later ones.
     */
    private static final String INSERT = """
            with given (caller, operation, key, request_hash, reply_status, headers, body,
                    id, customer_id, placed_at, placed_by, status, currency, net, tax, total, tax_basis_points,
                    lines, payment_method, shipping_address,
                    event_id, topic, type, subject, traceparent, payload, pseudonym) as (
                values (?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    cast(? as jsonb), ?, cast(? as jsonb),
                    ?, ?, ?, ?, ?, ?, ?)
            ), claimed as (
                insert into idempotency_keys as existing
                    (caller, operation, key, request_hash, status, headers, body)
                select caller, operation, key, request_hash, reply_status, headers, body from given
                where not exists (select from erased_customers e where e.pseudonym = given.pseudonym)
                on conflict (caller, operation, key) do update
                set request_hash = excluded.request_hash, created_at = excluded.created_at,
                    status = excluded.status, headers = excluded.headers, body = excluded.body
                where existing.created_at < now() - interval '24 hours'
                returning 1
            ), placed as (
                insert into orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                    tax_basis_points, lines, shipping_address)
                select id, customer_id, placed_at, placed_by, currency, net, tax, total,
                    tax_basis_points, lines, shipping_address
                from given, claimed
            ), state as (
                insert into order_states (order_id, placed_at, status, version, changed_by, updated_at, payment_method)
                select id, placed_at, status, 1, placed_by, placed_at, payment_method from given, claimed
            ), history as (
                insert into order_history (order_id, version, to_status, actor, at)
                select id, 1, status, placed_by, placed_at from given, claimed
            )
            insert into outbox (event_id, topic, type, subject, traceparent, payload)
            select event_id, topic, type, subject, traceparent, payload from given, claimed
            """;

    private PlacingStore() {}

    /** Reads one row for each known article, or a single row without one; what is said of the order is in all. */
    static PriceList priceList(Handle handle, OrderRequest request, UUID customerId) throws SQLException {
        String[] skus = request.lines().stream().map(OrderRequest.Line::sku).toArray(String[]::new);
        try (PreparedStatement statement = handle.getConnection().prepareStatement(PRICES)) {
            statement.setString(1, request.shippingAddress().country());
            statement.setObject(2, Pseudonym.of(customerId));
            statement.setArray(3, handle.getConnection().createArrayOf("text", skus));
            try (ResultSet row = statement.executeQuery()) {
                Map<String, Article> articles = new HashMap<>();
                Integer taxBasisPoints = null;
                boolean forgotten = false;
                while (row.next()) {
                    taxBasisPoints = row.getObject("basis_points", Integer.class);
                    forgotten = row.getBoolean("forgotten");
                    if (row.getString("sku") != null) {
                        articles.put(row.getString("sku"), article(row));
                    }
                }
                return new PriceList(articles, taxBasisPoints, forgotten);
            }
        }
    }

    private static Article article(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new Article(
                row.getString("name"),
                currency == null ? null : Money.of(row.getLong("price"), currency),
                row.getInt("weight_grams"),
                row.getBoolean("discontinued"));
    }

    /**
     * Claims the key and writes the order, its history, its event and the answer: all, or nothing where the key is
     * taken or the customer is being erased. A second statement with the same key waits here until the first has
     * committed.
     *
     * @return false if nothing was written
     */
    static boolean insert(Handle handle, Idempotency.Claim claim, Order order, Outbox.Entry event, Reply reply)
            throws SQLException {
        try (PreparedStatement statement = handle.getConnection().prepareStatement(INSERT)) {
            int next = bindAnswer(statement, 1, claim, reply);
            next = bindOrder(statement, next, order);
            next = bindEvent(statement, next, event);
            statement.setObject(next, Pseudonym.of(order.customerId()));
            return statement.executeUpdate() == 1;
        }
    }

    private static int bindAnswer(PreparedStatement statement, int first, Idempotency.Claim claim, Reply reply)
            throws SQLException {
        int next = first;
        statement.setString(next++, claim.caller());
        statement.setString(next++, claim.operation());
        statement.setString(next++, claim.key());
        statement.setBytes(next++, claim.requestHash());
        statement.setInt(next++, reply.status());
        statement.setString(next++, Json.write(reply.headers()));
        statement.setString(next++, reply.body());
        return next;
    }

    private static int bindOrder(PreparedStatement statement, int first, Order order) throws SQLException {
        int next = first;
        statement.setObject(next++, order.id());
        statement.setObject(next++, order.customerId());
        statement.setObject(next++, OffsetDateTime.ofInstant(order.placedAt(), ZoneOffset.UTC));
        statement.setString(next++, order.placedBy());
        statement.setString(next++, OrderStatus.PLACED.name());
        statement.setString(next++, order.total().currencyCode());
        statement.setLong(next++, order.net().amount());
        statement.setLong(next++, order.tax().amount());
        statement.setLong(next++, order.total().amount());
        statement.setInt(next++, order.taxBasisPoints());
        statement.setString(next++, Json.write(order.lines().toArray(OrderLine[]::new)));
        statement.setString(next++, order.paymentMethod());
        statement.setString(next++, Json.write(order.shippingAddress()));
        return next;
    }

    private static int bindEvent(PreparedStatement statement, int first, Outbox.Entry event) throws SQLException {
        int next = first;
        statement.setObject(next++, event.eventId());
        statement.setString(next++, event.topic());
        statement.setString(next++, event.type());
        statement.setString(next++, event.subject());
        statement.setString(next++, event.traceparent());
        statement.setString(next++, event.payload());
        return next;
    }
}
