package dev.quayside.notifications.notifying;

import dev.quayside.notifications.content.Kind;
import dev.quayside.notifications.reading.NotificationView;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Money;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL for what customers are told, and for news that cannot be told yet. */
final class NotificationStore {

    private NotificationStore() {}

    /** @return false if there is a notification of this occasion, or the customer is forgotten */
    static boolean insert(Handle transaction, Occasion occasion, NotificationView notification) {
        return transaction
                        .createUpdate("""
                                insert into notifications (id, occasion, customer_id, kind, language, order_id, title,
                                    body, failure, requested_by, created_at)
                                select :id, :occasion, :customerId, :kind, :language, cast(:orderId as uuid),
                                    cast(:title as text), cast(:body as text), cast(:failure as text),
                                    cast(:requestedBy as text), cast(:createdAt as timestamptz)
                                where not exists (
                                    select from erased_customers where pseudonym in (:pseudonym, :customerId))
                                on conflict (occasion) do nothing
                                """)
                        .bind("id", notification.id())
                        .bind("occasion", occasion.key())
                        .bind("customerId", occasion.customerId())
                        .bind("pseudonym", Pseudonym.of(occasion.customerId()))
                        .bind("kind", notification.event())
                        .bind("language", notification.language())
                        .bind("orderId", notification.orderId())
                        .bind("title", notification.title())
                        .bind("body", notification.text())
                        .bind("failure", notification.failure())
                        .bind("requestedBy", occasion.requestedBy())
                        .bind("createdAt", notification.createdAt())
                        .execute()
                == 1;
    }

    /**
     * Notes whose the order is; of a customer who is forgotten, that it was theirs who goes by the pseudonym.
     *
     * @return whether the order was known without its customer, so that news of it may wait
     */
    static boolean learn(Handle transaction, UUID orderId, UUID customerId) {
        return transaction
                .createQuery("""
                        insert into known_orders as known (order_id, customer_id)
                        select :orderId, coalesce(
                            (select pseudonym from erased_customers where pseudonym = :pseudonym), :customerId)
                        on conflict (order_id) do update set customer_id = excluded.customer_id
                        where known.customer_id is null
                        returning xmax <> 0
                        """)
                .bind("orderId", orderId)
                .bind("customerId", customerId)
                .bind("pseudonym", Pseudonym.of(customerId))
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** Whose the order is, if that is known, perhaps by pseudonym; keeps {@link #learn} for this order waiting until the commit. */
    static Optional<UUID> lockOrder(Handle transaction, UUID orderId) {
        return transaction
                .createQuery("""
                        insert into known_orders (order_id) values (:orderId)
                        on conflict (order_id) do update set order_id = excluded.order_id
                        returning customer_id
                        """)
                .bind("orderId", orderId)
                .map((row, context) -> Optional.ofNullable(row.getObject("customer_id", UUID.class)))
                .one();
    }

    static void wait(Handle transaction, String eventId, PaymentNews news) {
        transaction
                .createUpdate("""
                        insert into waiting_payment_news (event_id, order_id, kind, refund_id, amount, currency)
                        values (:eventId, :orderId, :kind, :refundId, :amount, :currency)
                        on conflict do nothing
                        """)
                .bind("eventId", eventId)
                .bind("orderId", news.orderId())
                .bind("kind", news.kind().name())
                .bind("refundId", news.refundId())
                .bind("amount", news.amount().amount())
                .bind("currency", news.amount().currencyCode())
                .execute();
    }

    /** What waited for the order; it no longer does. */
    static List<PaymentNews> release(Handle transaction, UUID orderId) {
        return transaction
                .createQuery("""
                        delete from waiting_payment_news where order_id = :orderId
                        returning kind, refund_id, amount, currency
                        """)
                .bind("orderId", orderId)
                .map((row, context) -> new PaymentNews(
                        Kind.valueOf(row.getString("kind")),
                        orderId,
                        row.getObject("refund_id", UUID.class),
                        Money.of(row.getLong("amount"), row.getString("currency"))))
                .list();
    }
}
