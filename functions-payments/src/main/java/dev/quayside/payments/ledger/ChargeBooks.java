package dev.quayside.payments.ledger;

import dev.quayside.payments.gateway.GatewayAnswer;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the books of charges: what is sent to the gateway, and what comes of it. Each method is one step; what the
 * gateway is then asked for is in the journal before that step is committed.
 */
public final class ChargeBooks {

    private final Outbox outbox;
    private final RefundBooks refunds;
    private final Clock clock;
    private final Duration settling;

    /** @param settling how long after it was sent a charge may still arrive at the gateway */
    public ChargeBooks(Outbox outbox, RefundBooks refunds, Clock clock, Duration settling) {
        this.outbox = outbox;
        this.refunds = refunds;
        this.clock = clock;
        this.settling = settling;
    }

    /**
     * Books in a statement of its own what the gateway answered, and tells it. That spares the lock, since hardly ever
     * does anything else happen to a payment while its charge is out.
     *
     * @param handle in no transaction
     * @param known the payment as it was last written
     * @return false if nothing was booked, and {@link #book} has to: something else did happen, or money goes back
     */
    public boolean bookUnlocked(Handle handle, Payment known, GatewayAnswer answer) {
        Optional<Payment.Change> change = known.hear(news(answer), answer.id(), answer.detail(), clock.instant());
        if (change.isEmpty() || change.get().toGiveBack() > 0) {
            return false;
        }
        Optional<Outbox.Entry> event = change.get().event().map(outbox::entry);
        boolean booked = PaymentStore.book(handle, change.get().payment(), answer, event);
        if (booked && event.isPresent()) {
            outbox.wake();
        }
        return booked;
    }

    /**
     * Books what the gateway answered, and tells it. An answer that is known already changes nothing.
     *
     * @return the refund to be sent once this is committed: of money that should not have been taken
     */
    public Optional<Refund> book(Handle transaction, Payment sent, GatewayAnswer answer) {
        Payment payment = PaymentStore.lock(transaction, sent.id()).orElseThrow();
        return hear(transaction, payment, news(answer), answer);
    }

    /**
     * Notes that a charge is about to be sent again with the same key.
     *
     * @param answer what came of the last attempt
     * @return false if it must not be sent: it is settled, or its order was closed
     */
    public boolean sendAgain(Handle transaction, Payment sent, GatewayAnswer answer) {
        Payment payment = PaymentStore.lock(transaction, sent.id()).orElseThrow();
        Instant now = clock.instant();
        JournalStore.chargeAnswered(transaction, payment, answer, now);
        if (!payment.status().mayCharge()) {
            return false;
        }
        PaymentStore.update(transaction, payment.with(payment.charge().effort().sentAgain(now), now));
        JournalStore.chargeSentAgain(transaction, payment, now);
        return true;
    }

    /** Takes up the payment that is most overdue, so that nobody else does meanwhile. */
    public Optional<Payment> takeUpNext(Handle transaction) {
        Instant now = clock.instant();
        return PaymentStore.lockNextDue(transaction, now).map(payment -> {
            Payment takenUp = payment.with(payment.charge().effort().takenUp(now), now);
            PaymentStore.update(transaction, takenUp);
            return takenUp;
        });
    }

    /** Notes that the gateway knows of no charge for a payment that is to be closed. */
    public void bookAbsence(Handle transaction, Payment takenUp, GatewayAnswer answer) {
        Payment payment = PaymentStore.lock(transaction, takenUp.id()).orElseThrow();
        Instant now = clock.instant();
        Instant settled = payment.charge().effort().sentAt().plus(settling);
        if (payment.status() == PaymentStatus.CLOSING && now.isBefore(settled)) {
            Effort later = payment.charge().effort().until(settled);
            PaymentStore.update(transaction, payment.with(later, now));
            return;
        }
        hear(transaction, payment, PaymentNews.ABSENT, answer);
    }

    private Optional<Refund> hear(Handle transaction, Payment payment, PaymentNews news, GatewayAnswer answer) {
        Instant now = clock.instant();
        Optional<Payment.Change> change = payment.hear(news, answer.id(), answer.detail(), now);
        if (change.isEmpty()) {
            JournalStore.chargeAnswered(transaction, payment, answer, now);
            Log.info("answer changes nothing", "paymentId", payment.id(), "status", payment.status(), "news", news);
            return Optional.empty();
        }
        Optional<Outbox.Entry> event = change.get().event().map(outbox::entry);
        if (!PaymentStore.book(transaction, change.get().payment(), answer, event)) {
            throw new IllegalStateException("payment " + payment.id() + " changed under its lock");
        }
        event.ifPresent(told -> transaction.afterCommit(outbox::wake));
        return refunds.giveBack(transaction, change.get());
    }

    private static PaymentNews news(GatewayAnswer answer) {
        return switch (answer.outcome()) {
            case DONE -> PaymentNews.CAPTURED;
            case REFUSED -> PaymentNews.DECLINED;
            case ABSENT -> PaymentNews.ABSENT;
            case BUSY, UNANSWERED -> PaymentNews.UNANSWERED;
        };
    }
}
