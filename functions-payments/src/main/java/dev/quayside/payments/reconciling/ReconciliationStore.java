package dev.quayside.payments.reconciling;

import dev.quayside.payments.ledger.PaymentStatus;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL for comparing our books with the gateway's. */
final class ReconciliationStore {

    private ReconciliationStore() {}

    /**
     * What was booked as captured in a span of time, newest first; payments of nothing are left out, since the gateway
     * never heard of them.
     *
     * @param to exclusive
     */
    static List<Capture> captures(Handle handle, Instant from, Instant to, int most) {
        return handle.createQuery("""
                        select payment.id, payment.status, payment.amount, payment.currency, payment.reference, entry.at
                        from payment_journal entry join payments payment on payment.id = entry.payment_id
                        where entry.entry = 'CHARGE_CAPTURED' and entry.at >= :from and entry.at < :to
                            and payment.amount > 0
                        order by entry.at desc, entry.id desc limit :most
                        """)
                .bind("from", from)
                .bind("to", to)
                .bind("most", most)
                .map((row, context) -> new Capture(
                        row.getObject("id", UUID.class),
                        PaymentStatus.valueOf(row.getString("status")),
                        Money.of(row.getLong("amount"), row.getString("currency")),
                        row.getString("reference"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Payments by their ids, whenever and whether or not they were captured. */
    static List<Capture> payments(Handle handle, Collection<UUID> ids) {
        return handle.createQuery("""
                        select id, status, amount, currency, reference from payments where id = any(:ids)
                        """)
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, context) -> new Capture(
                        row.getObject("id", UUID.class),
                        PaymentStatus.valueOf(row.getString("status")),
                        Money.of(row.getLong("amount"), row.getString("currency")),
                        row.getString("reference"),
                        null))
                .list();
    }
}
