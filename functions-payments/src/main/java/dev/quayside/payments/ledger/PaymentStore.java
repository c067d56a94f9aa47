package dev.quayside.payments.ledger;

import dev.quayside.payments.gateway.GatewayAnswer;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** SQL for the table {@code payments}. */
final class PaymentStore {

    static final String COLUMNS = """
            id, version, origin, order_id, customer_id, amount, currency, reference, taken_by, status, payment_method,
            charge_id, decline_code, captured, refunding, refunded, attempts, sent_at, next_attempt_at, created_at,
            updated_at
            """;

    /** Goes on after {@code asked}: opens the payment if that has a row. */
    private static final String OPEN = """
            , opened as (
                insert into payments (
                    id, version, origin, order_id, customer_id, amount, currency, reference, taken_by, created_at,
                    status, payment_method, charge_id, decline_code, captured, refunding, refunded, attempts, sent_at,
                    next_attempt_at, updated_at)
                select
                    :id, :version, :origin, :orderId, %s, :amount, :currency, :reference, :takenBy, :createdAt,
                    :status, :method, :chargeId, :declineCode, :captured, :refunding, :refunded, :attempts, :sentAt,
                    :nextAt, :updatedAt
                from asked
                on conflict (order_id) where origin = 'ORDER' do nothing
                returning id, amount, currency, created_at
            )
            insert into payment_journal (payment_id, entry, amount, currency, at)
            select id, :sent, amount, currency, created_at from opened
            """.formatted(KnownOrderStore.OWNER);

    /** What changes in the life of a payment; no row if it has changed since. */
    private static final String UPDATE = """
            update payments set
                version = :version, status = :status, payment_method = :method, charge_id = :chargeId,
                decline_code = :declineCode, captured = :captured, refunding = :refunding, refunded = :refunded,
                attempts = :attempts, sent_at = :sentAt, next_attempt_at = :nextAt, updated_at = :updatedAt
            where id = :id and version = :version - 1
            """;

    private static final String TELL = """
            , told as (
                insert into outbox (event_id, topic, type, subject, traceparent, payload)
                select :eventId, :topic, :type, :subject, :traceparent, :payload from changed
            )
            """;

    private PaymentStore() {}

    /**
     * Writes a new payment, and in the journal that its charge is sent.
     *
     * @return false if the order has its payment already
     */
    static boolean insert(Handle transaction, Payment payment) {
        return bindNew(transaction.createUpdate("with asked as (values (true))" + OPEN), payment)
                        .execute()
                == 1;
    }

    /**
     * Writes the payment of an order that was never heard of, the order and the message that asks for it: all, or
     * nothing if the order is known. In one statement, so that it needs no transaction; while another one notes the
     * same order, it waits.
     *
     * @return false if nothing was written
     */
    static boolean insertWithOrder(Handle handle, Payment payment, Inbox.Entry message) {
        String asked = """
                with asked as (
                    insert into known_orders (order_id, customer_id) values (:orderId, %s)
                    on conflict do nothing
                    returning order_id
                ), heard as (
                    insert into inbox (consumer, message_id) select :consumer, :messageId from asked
                )
                """.formatted(KnownOrderStore.OWNER);
        return bindNew(handle.createUpdate(asked + OPEN), payment)
                        .bindMethods(message)
                        .execute()
                == 1;
    }

    /** Writes a change of a payment whose lock the caller holds. */
    static void update(Handle transaction, Payment changed) {
        if (bind(transaction.createUpdate(UPDATE), changed).execute() != 1) {
            throw new IllegalStateException("payment " + changed.id() + " was changed by somebody else");
        }
    }

    /**
     * Writes a change of a payment, the answer that brought it and the event that tells of it: all, or nothing if the
     * payment has changed since it was read. In one statement, so that it needs neither a lock nor a transaction.
     *
     * @return false if nothing was written
     */
    static boolean book(Handle handle, Payment changed, GatewayAnswer answer, Optional<Outbox.Entry> event) {
        String change = "with changed as (" + UPDATE + " returning id, amount, currency, updated_at)";
        String journal = """
                insert into payment_journal (payment_id, entry, amount, currency, gateway_id, detail, at)
                select id, :entry, amount, currency, :gatewayId, :detail, updated_at from changed
                """;
        Update statement = bind(handle.createUpdate(change + (event.isPresent() ? TELL : "") + journal), changed)
                .bind("entry", JournalStore.ofCharge(answer))
                .bind("gatewayId", answer.id())
                .bind("detail", answer.detail());
        event.ifPresent(statement::bindMethods);
        return statement.execute() == 1;
    }

    private static Update bindNew(Update statement, Payment payment) {
        return KnownOrderStore.bindOwner(bind(statement, payment), payment.customerId())
                .bind("origin", payment.origin())
                .bind("orderId", payment.orderId())
                .bind("amount", payment.amount().amount())
                .bind("currency", payment.amount().currencyCode())
                .bind("reference", payment.reference())
                .bind("takenBy", payment.takenBy())
                .bind("createdAt", payment.createdAt())
                .bind("sent", JournalStore.Entry.CHARGE_SENT);
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Payment payment) {
        Payment.Charge charge = payment.charge();
        return statement
                .bind("id", payment.id())
                .bind("version", payment.version())
                .bind("status", charge.status())
                .bind("method", charge.method() == null ? null : charge.method().reveal())
                .bind("chargeId", charge.id())
                .bind("declineCode", charge.declineCode())
                .bind("captured", payment.balance().captured())
                .bind("refunding", payment.balance().refunding())
                .bind("refunded", payment.balance().refunded())
                .bind("attempts", charge.effort().attempts())
                .bind("sentAt", charge.effort().sentAt())
                .bindByType("nextAt", charge.effort().nextAt(), Instant.class)
                .bind("updatedAt", payment.updatedAt());
    }

    /** Holds the payment until the transaction ends. Rows that refer to it may still be added by others. */
    static Optional<Payment> lock(Handle transaction, UUID id) {
        return transaction
                .createQuery("select " + COLUMNS + " from payments where id = :id for no key update")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** All payments of an order, locked in the order of their ids. */
    static List<Payment> lockOfOrder(Handle transaction, UUID orderId) {
        return transaction
                .createQuery("select " + COLUMNS + """
                         from payments where order_id = :orderId order by id for no key update
                        """)
                .bind("orderId", orderId)
                .map((row, context) -> read(row))
                .list();
    }

    /** The unsettled payment that has waited longest beyond its time and that nobody else looks at; locked. */
    static Optional<Payment> lockNextDue(Handle transaction, Instant now) {
        return transaction
                .createQuery("select " + COLUMNS + """
                         from payments where next_attempt_at <= :now
                        order by next_attempt_at limit 1 for no key update skip locked
                        """)
                .bind("now", now)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Payment read(ResultSet row) throws SQLException {
        String method = row.getString("payment_method");
        Payment.Charge charge = new Payment.Charge(
                PaymentStatus.valueOf(row.getString("status")),
                method == null ? null : Secret.of(method),
                row.getString("charge_id"),
                row.getString("decline_code"),
                effort(row));
        return new Payment(
                row.getObject("id", UUID.class),
                row.getInt("version"),
                Payment.Origin.valueOf(row.getString("origin")),
                row.getObject("order_id", UUID.class),
                row.getObject("customer_id", UUID.class),
                Money.of(row.getLong("amount"), row.getString("currency")),
                row.getString("reference"),
                row.getString("taken_by"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                charge,
                new Balance(row.getLong("captured"), row.getLong("refunding"), row.getLong("refunded")));
    }

    static Effort effort(ResultSet row) throws SQLException {
        return new Effort(row.getInt("attempts"), instant(row, "sent_at"), instant(row, "next_attempt_at"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
