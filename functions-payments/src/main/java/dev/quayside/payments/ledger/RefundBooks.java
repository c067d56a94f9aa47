package dev.quayside.payments.ledger;

import dev.quayside.payments.gateway.GatewayAnswer;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefundFailed;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefunded;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the books of refunds. Each method is one step in the caller's transaction; what the gateway is then asked for
 * is in the journal before that transaction commits. Payments are locked before their refunds.
 */
public final class RefundBooks {

    private final Outbox outbox;
    private final Clock clock;

    public RefundBooks(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Opens a refund; the caller sends it once this is committed.
     *
     * @param payment captured, locked, with at least {@code amount} left
     * @param amount minor units of the payment's currency, above 0
     */
    public Refund open(Handle transaction, Payment payment, long amount, String reason, String requestedBy) {
        Instant now = clock.instant();
        Refund refund = Refund.sent(payment, amount, reason, requestedBy, now);
        PaymentStore.update(transaction, payment.with(payment.balance().refunding(amount), now));
        RefundStore.insert(transaction, refund);
        JournalStore.refundSent(transaction, refund, now);
        return refund;
    }

    /** Opens the refund of money that a change must not let us keep; the caller sends it once this is committed. */
    Optional<Refund> giveBack(Handle transaction, Payment.Change change) {
        return change.toGiveBack() == 0
                ? Optional.empty()
                : Optional.of(open(
                        transaction,
                        change.payment(),
                        change.toGiveBack(),
                        "the order was closed",
                        PaymentBooks.ORDER));
    }

    /** Notes that the gateway was busy and that the refund is sent again now; false if it is settled already. */
    public boolean sendAgain(Handle transaction, Refund sent, GatewayAnswer answer) {
        Refund refund = RefundStore.lock(transaction, sent.id());
        Instant now = clock.instant();
        JournalStore.refundAnswered(transaction, refund, answer, now);
        if (refund.status().isSettled()) {
            return false;
        }
        RefundStore.update(transaction, refund.with(refund.effort().sentAgain(now), now));
        JournalStore.refundSent(transaction, refund, now);
        return true;
    }

    /** Books what the gateway answered, and tells it. An answer that is known already changes nothing. */
    public void book(Handle transaction, Refund sent, GatewayAnswer answer) {
        Payment payment = PaymentStore.lock(transaction, sent.paymentId()).orElseThrow();
        Refund refund = RefundStore.lock(transaction, sent.id());
        Instant now = clock.instant();
        JournalStore.refundAnswered(transaction, refund, answer, now);
        Optional<Refund> changed = refund.hear(news(answer), answer.id(), answer.detail(), now);
        if (changed.isEmpty()) {
            Log.info("answer changes nothing", "refundId", refund.id(), "status", refund.status());
            return;
        }
        RefundStore.update(transaction, changed.get());
        settle(transaction, payment, changed.get(), now);
    }

    private void settle(Handle transaction, Payment payment, Refund refund, Instant now) {
        long amount = refund.amount().amount();
        switch (refund.status()) {
            case REFUNDED -> {
                PaymentStore.update(transaction, payment.with(payment.balance().refundDone(amount), now));
                tell(transaction, payment, refund);
            }
            case FAILED -> {
                PaymentStore.update(transaction, payment.with(payment.balance().refundFailed(amount), now));
                Log.warn("refund refused", "refundId", refund.id(), "code", refund.failureCode());
                tell(transaction, payment, refund);
            }
            case PENDING, UNKNOWN -> {
                // still being found out
            }
        }
    }

    private void tell(Handle transaction, Payment payment, Refund refund) {
        if (payment.origin() != Payment.Origin.ORDER) {
            return;
        }
        if (refund.status() == RefundStatus.REFUNDED) {
            outbox.append(
                    transaction, new PaymentRefunded(payment.orderId(), payment.id(), refund.id(), refund.amount()));
        } else {
            outbox.append(
                    transaction,
                    new PaymentRefundFailed(
                            payment.orderId(), payment.id(), refund.id(), refund.amount(), refund.failureCode()));
        }
    }

    /** Takes up the refund that is most overdue, so that nobody else does meanwhile. */
    public Optional<Refund> takeUpNext(Handle transaction) {
        Instant now = clock.instant();
        return RefundStore.lockNextDue(transaction, now).map(refund -> {
            Refund takenUp = refund.with(refund.effort().takenUp(now), now);
            RefundStore.update(transaction, takenUp);
            return takenUp;
        });
    }

    private static RefundNews news(GatewayAnswer answer) {
        return switch (answer.outcome()) {
            case DONE -> RefundNews.REFUNDED;
            case REFUSED -> RefundNews.REFUSED;
            case ABSENT, BUSY, UNANSWERED -> RefundNews.UNANSWERED;
        };
    }
}
