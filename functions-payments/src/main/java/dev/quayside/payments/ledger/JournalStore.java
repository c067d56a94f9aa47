package dev.quayside.payments.ledger;

import dev.quayside.payments.gateway.GatewayAnswer;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Every question to the gateway, written before it is asked, and every answer. Rows are only ever added. */
final class JournalStore {

    /** What a row says. */
    enum Entry {
        CHARGE_SENT,
        CHARGE_CAPTURED,
        CHARGE_DECLINED,
        CHARGE_UNANSWERED,
        CHARGE_ABSENT,
        REFUND_SENT,
        REFUND_DONE,
        REFUND_REFUSED,
        REFUND_UNANSWERED
    }

    private JournalStore() {}

    /** That a charge is sent again; {@link PaymentStore#insert} notes the first time. */
    static void chargeSentAgain(Handle transaction, Payment payment, Instant now) {
        write(transaction, payment.id(), null, Entry.CHARGE_SENT, payment.amount(), null, null, now);
    }

    /** The answer to a charge, if it changes nothing; {@link PaymentStore#book} notes one that does. */
    static void chargeAnswered(Handle transaction, Payment payment, GatewayAnswer answer, Instant now) {
        Entry entry = ofCharge(answer);
        write(transaction, payment.id(), null, entry, payment.amount(), answer.id(), answer.detail(), now);
    }

    static Entry ofCharge(GatewayAnswer answer) {
        return switch (answer.outcome()) {
            case DONE -> Entry.CHARGE_CAPTURED;
            case REFUSED -> Entry.CHARGE_DECLINED;
            case ABSENT -> Entry.CHARGE_ABSENT;
            case BUSY, UNANSWERED -> Entry.CHARGE_UNANSWERED;
        };
    }

    static void refundSent(Handle transaction, Refund refund, Instant now) {
        write(transaction, refund.paymentId(), refund.id(), Entry.REFUND_SENT, refund.amount(), null, null, now);
    }

    static void refundAnswered(Handle transaction, Refund refund, GatewayAnswer answer, Instant now) {
        Entry entry = switch (answer.outcome()) {
            case DONE -> Entry.REFUND_DONE;
            case REFUSED -> Entry.REFUND_REFUSED;
            case ABSENT, BUSY, UNANSWERED -> Entry.REFUND_UNANSWERED;
        };
        write(transaction, refund.paymentId(), refund.id(), entry, refund.amount(), answer.id(), answer.detail(), now);
    }

    private static void write(
            Handle transaction,
            UUID paymentId,
            UUID refundId,
            Entry entry,
            Money amount,
            String gatewayId,
            String detail,
            Instant now) {
        transaction
                .createUpdate("""
                        insert into payment_journal
                            (payment_id, refund_id, entry, amount, currency, gateway_id, detail, at)
                        values (:paymentId, :refundId, :entry, :amount, :currency, :gatewayId, :detail, :at)
                        """)
                .bind("paymentId", paymentId)
                .bind("refundId", refundId)
                .bind("entry", entry)
                .bind("amount", amount.amount())
                .bind("currency", amount.currencyCode())
                .bind("gatewayId", gatewayId)
                .bind("detail", detail)
                .bind("at", now)
                .execute();
    }
}
