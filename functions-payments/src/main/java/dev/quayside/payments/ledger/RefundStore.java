package dev.quayside.payments.ledger;

import dev.quayside.shared.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL for the table {@code refunds}. */
final class RefundStore {

    static final String COLUMNS = """
            id, payment_id, charge_id, amount, currency, reason, requested_by, status, gateway_id, failure_code,
            attempts, sent_at, next_attempt_at, created_at, updated_at
            """;

    private RefundStore() {}

    static void insert(Handle transaction, Refund refund) {
        transaction
                .createUpdate("""
                        insert into refunds (
                            id, payment_id, charge_id, amount, currency, reason, requested_by, status, attempts,
                            sent_at, next_attempt_at, created_at, updated_at)
                        values (
                            :id, :paymentId, :chargeId, :amount, :currency, :reason, :requestedBy, :status, :attempts,
                            :sentAt, :nextAt, :createdAt, :updatedAt)
                        """)
                .bind("id", refund.id())
                .bind("paymentId", refund.paymentId())
                .bind("chargeId", refund.chargeId())
                .bind("amount", refund.amount().amount())
                .bind("currency", refund.amount().currencyCode())
                .bind("reason", refund.reason())
                .bind("requestedBy", refund.requestedBy())
                .bind("status", refund.status())
                .bind("attempts", refund.effort().attempts())
                .bind("sentAt", refund.effort().sentAt())
                .bindByType("nextAt", refund.effort().nextAt(), Instant.class)
                .bind("createdAt", refund.createdAt())
                .bind("updatedAt", refund.updatedAt())
                .execute();
    }

    /** Writes what changes in the life of a refund; the caller holds its lock. */
    static void update(Handle transaction, Refund refund) {
        transaction
                .createUpdate("""
                        update refunds set
                            status = :status, gateway_id = :gatewayId, failure_code = :failureCode,
                            attempts = :attempts, sent_at = :sentAt, next_attempt_at = :nextAt, updated_at = :updatedAt
                        where id = :id
                        """)
                .bind("id", refund.id())
                .bind("status", refund.status())
                .bind("gatewayId", refund.gatewayId())
                .bind("failureCode", refund.failureCode())
                .bind("attempts", refund.effort().attempts())
                .bind("sentAt", refund.effort().sentAt())
                .bindByType("nextAt", refund.effort().nextAt(), Instant.class)
                .bind("updatedAt", refund.updatedAt())
                .execute();
    }

    /** Holds the refund until the transaction ends. */
    static Refund lock(Handle transaction, UUID id) {
        return transaction
                .createQuery("select " + COLUMNS + " from refunds where id = :id for no key update")
                .bind("id", id)
                .map((row, context) -> read(row))
                .one();
    }

    /** The unsettled refund that has waited longest beyond its time and that nobody else looks at; locked. */
    static Optional<Refund> lockNextDue(Handle transaction, Instant now) {
        return transaction
                .createQuery("select " + COLUMNS + """
                         from refunds where next_attempt_at <= :now
                        order by next_attempt_at limit 1 for no key update skip locked
                        """)
                .bind("now", now)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Refund read(ResultSet row) throws SQLException {
        return new Refund(
                row.getObject("id", UUID.class),
                row.getObject("payment_id", UUID.class),
                row.getString("charge_id"),
                Money.of(row.getLong("amount"), row.getString("currency")),
                row.getString("reason"),
                row.getString("requested_by"),
                RefundStatus.valueOf(row.getString("status")),
                row.getString("gateway_id"),
                row.getString("failure_code"),
                PaymentStore.effort(row),
                PaymentStore.instant(row, "created_at"),
                PaymentStore.instant(row, "updated_at"));
    }
}
