package dev.quayside.payments.ledger;

import dev.quayside.shared.gdpr.Pseudonym;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Orders that asked for money or were closed. The row is what a request for money and the closing of the order, which
 * may come at the same time and in any order, take turns on.
 */
final class KnownOrderStore {

    /** Whose something is: once the customer is forgotten, what comes late is written under the pseudonym. */
    static final String OWNER =
            "coalesce((select pseudonym from erased_customers where pseudonym = :pseudonym), :customerId)";

    private KnownOrderStore() {}

    /** Binds what {@link #OWNER} needs; nobody owns what a null customer does. */
    static <S extends SqlStatement<S>> S bindOwner(S statement, UUID customerId) {
        return statement
                .bind("customerId", customerId)
                .bind("pseudonym", customerId == null ? null : Pseudonym.of(customerId));
    }

    /**
     * Holds the order until the transaction ends, noting it if it is new.
     *
     * @return whether it is closed
     */
    static boolean lock(Handle transaction, UUID orderId, UUID customerId) {
        String sql = """
                insert into known_orders as known (order_id, customer_id) values (:orderId, %s)
                on conflict (order_id) do update set customer_id = known.customer_id
                returning closed_at is not null
                """.formatted(OWNER);
        return bindOwner(transaction.createQuery(sql), customerId)
                .bind("orderId", orderId)
                .mapTo(Boolean.class)
                .one();
    }

    /** Notes that the order is closed, whether or not it was ever heard of; holds it as {@link #lock} does. */
    static void close(Handle transaction, UUID orderId, UUID customerId, Instant now) {
        String sql = """
                insert into known_orders as known (order_id, customer_id, closed_at)
                values (:orderId, %s, :now)
                on conflict (order_id) do update set closed_at = coalesce(known.closed_at, excluded.closed_at)
                """.formatted(OWNER);
        bindOwner(transaction.createUpdate(sql), customerId)
                .bind("orderId", orderId)
                .bind("now", now)
                .execute();
    }

    /** Holds an order until the transaction ends, if it is known. */
    static Optional<KnownOrder> lockIfKnown(Handle transaction, UUID orderId) {
        return transaction
                .createQuery("""
                        select customer_id, closed_at is not null as closed from known_orders
                        where order_id = :orderId for no key update
                        """)
                .bind("orderId", orderId)
                .map((row, context) ->
                        new KnownOrder(orderId, row.getObject("customer_id", UUID.class), row.getBoolean("closed")))
                .findOne();
    }
}
