package dev.quayside.customers.orders;

import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table {@code customer_orders}. */
final class OrderStore {

    private OrderStore() {}

    /**
     * Takes in what an event tells. In whatever order events come and however often, the row ends up the same: the
     * highest rank counts, and what order.placed tells is kept once it has come. An order that is first heard of after
     * its customer is erased is nobody's in particular. Locks the customer, so that retention, which looks for orders
     * before it deletes somebody, sees this one or comes before it.
     */
    static void apply(Handle handle, OrderNews news, Instant at) {
        handle.createUpdate("""
                        with customer as (select from customers where id = :customerId for key share)
                        insert into customer_orders as known
                            (order_id, customer_id, status, rank, placed_at, total, currency, updated_at)
                        select :orderId,
                            case when exists (select from erased_customers where pseudonym = :pseudonym)
                                then :pseudonym else :customerId end,
                            :status, :rank, cast(:placedAt as timestamptz), cast(:total as bigint), :currency, :at
                        from (select count(*) from customer) locked
                        on conflict (order_id) do update
                        set status = case when excluded.rank > known.rank then excluded.status else known.status end,
                            rank = greatest(excluded.rank, known.rank),
                            updated_at =
                                case when excluded.rank > known.rank then excluded.updated_at else known.updated_at end,
                            placed_at = coalesce(known.placed_at, excluded.placed_at),
                            total = coalesce(known.total, excluded.total),
                            currency = coalesce(known.currency, excluded.currency)
                        where excluded.rank > known.rank or (known.placed_at is null and excluded.placed_at is not null)
                        """)
                .bind("orderId", news.orderId())
                .bind("customerId", news.customerId())
                .bind("pseudonym", Pseudonym.of(news.customerId()))
                .bind("status", news.status())
                .bind("rank", news.status().rank())
                .bind("placedAt", news.placedAt())
                .bind("total", news.total() == null ? null : news.total().amount())
                .bind("currency", news.total() == null ? null : news.total().currencyCode())
                .bind("at", at)
                .execute();
    }

    /** Newest first; an order that order.placed has not told of yet is left out. */
    static List<OrderView> list(Handle handle, UUID customer, Optional<Cursor> after, int limit) {
        Query query = handle.createQuery(listSql(after.isPresent()))
                .bind("customer", customer)
                .bind("limit", limit);
        after.ifPresent(cursor -> query.bind("afterAt", cursor.instant(0)).bind("afterId", cursor.uuid(1)));
        return query.map((row, context) -> new OrderView(
                        row.getObject("order_id", UUID.class),
                        OrderStatus.valueOf(row.getString("status")),
                        row.getTimestamp("placed_at").toInstant(),
                        row.getTimestamp("updated_at").toInstant(),
                        Money.of(row.getLong("total"), row.getString("currency"))))
                .list();
    }

    /** Customer, order and page boundary are conditions on one index: page 1,000 costs what page 1 costs. */
    static String listSql(boolean isLaterPage) {
        return """
                select order_id, status, placed_at, updated_at, total, currency from customer_orders
                where customer_id = :customer and placed_at is not null %s
                order by placed_at desc, order_id desc limit :limit
                """.formatted(isLaterPage ? "and (placed_at, order_id) < (:afterAt, :afterId)" : "");
    }
}
