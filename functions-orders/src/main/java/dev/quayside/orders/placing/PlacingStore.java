package dev.quayside.orders.placing;

import dev.quayside.orders.order.OrderLine;
import dev.quayside.orders.order.OrderStatus;
import dev.quayside.orders.placing.PriceList.Article;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.http.Idempotency;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The two statements that placing an order takes. Each costs a round trip, and at a thousand orders a second the round
 * trips are what the database spends its time on.
 */
final class PlacingStore {

    private PlacingStore() {}

    /** One row for each known article, or a single row without one; the tax rate is in all. */
    static PriceList priceList(Handle handle, OrderRequest request) {
        Map<String, Article> articles = new HashMap<>();
        List<Integer> tax = handle.createQuery("""
                        select tax.basis_points, p.sku, p.name, p.currency, p.price, p.weight_grams, p.discontinued
                        from (select (
                            select basis_points from tax_rates
                            where country = :country and valid_from <= current_date
                            order by valid_from desc limit 1
                        ) as basis_points) tax
                        left join product_prices p on p.sku = any(:skus)
                        """)
                .bind("country", request.shippingAddress().country())
                .bindArray("skus", String.class, (Object[])
                        request.lines().stream().map(OrderRequest.Line::sku).toArray(String[]::new))
                .map((row, context) -> {
                    if (row.getString("sku") != null) {
                        articles.put(row.getString("sku"), article(row));
                    }
                    return row.getObject("basis_points", Integer.class);
                })
                .list();
        return new PriceList(articles, tax.get(0));
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
     * taken. A second statement with the same key waits here until the first has committed.
     *
     * @return false if the key was taken
     */
    static boolean insert(Handle handle, Idempotency.Claim claim, Order order, Outbox.Entry event, Reply reply) {
        return handle.createUpdate("""
                        with claimed as (
                            insert into idempotency_keys as existing
                                (caller, operation, key, request_hash, status, headers, body)
                            values (:caller, :operation, :key, :requestHash, :replyStatus, :headers, :body)
                            on conflict (caller, operation, key) do update
                            set request_hash = excluded.request_hash, created_at = excluded.created_at,
                                status = excluded.status, headers = excluded.headers, body = excluded.body
                            where existing.created_at < now() - interval '24 hours'
                            returning 1
                        ), placed as (
                            insert into orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                                tax_basis_points, lines, payment_method, shipping_address)
                            select :id, :customerId, :placedAt, :placedBy, :currency, :net, :tax, :total,
                                :taxBasisPoints, cast(:lines as jsonb), :paymentMethod, cast(:address as jsonb)
                            from claimed
                        ), state as (
                            insert into order_states (order_id, placed_at, status, version, changed_by, updated_at)
                            select :id, :placedAt, :orderStatus, 1, :placedBy, :placedAt from claimed
                        ), history as (
                            insert into order_history (order_id, version, to_status, actor, at)
                            select :id, 1, :orderStatus, :placedBy, :placedAt from claimed
                        )
                        insert into outbox (event_id, topic, type, subject, traceparent, payload)
                        select :eventId, :topic, :type, :subject, :traceparent, :payload from claimed
                        """)
                        .bindMethods(claim)
                        .bind("replyStatus", reply.status())
                        .bind("headers", Json.write(reply.headers()))
                        .bind("body", reply.body())
                        .bind("orderStatus", OrderStatus.PLACED.name())
                        .bind("id", order.id())
                        .bind("customerId", order.customerId())
                        .bind("placedAt", order.placedAt())
                        .bind("placedBy", order.placedBy())
                        .bind("currency", order.total().currencyCode())
                        .bind("net", order.net().amount())
                        .bind("tax", order.tax().amount())
                        .bind("total", order.total().amount())
                        .bind("taxBasisPoints", order.taxBasisPoints())
                        .bind("lines", Json.write(order.lines().toArray(OrderLine[]::new)))
                        .bind("paymentMethod", order.paymentMethod())
                        .bind("address", Json.write(order.shippingAddress()))
                        .bindMethods(event)
                        .execute()
                == 1;
    }
}
