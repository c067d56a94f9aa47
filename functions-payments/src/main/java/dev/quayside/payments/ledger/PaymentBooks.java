package dev.quayside.payments.ledger;

import dev.quayside.payments.gateway.GatewayAnswer;
import dev.quayside.payments.ledger.PaymentTransitions.Effect;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.contracts.PaymentEvents.PaymentCaptured;
import dev.quayside.shared.contracts.PaymentEvents.PaymentDeclined;
import dev.quayside.shared.contracts.PaymentEvents.PaymentEvent;
import dev.quayside.shared.contracts.PaymentEvents.PaymentUnknown;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the books of payments. Each method is one step in the caller's transaction; what the gateway is then asked for
 * is in the journal before that transaction commits. The order is locked before its payments.
 */
public final class PaymentBooks {

    /** Stands for the order's own course where an employee's reference would stand. */
    static final String ORDER = "order";

    private final Outbox outbox;
    private final RefundBooks refunds;
    private final Clock clock;
    private final Duration settling;

    /** @param settling how long after it was sent a charge may still arrive at the gateway */
    public PaymentBooks(Outbox outbox, RefundBooks refunds, Clock clock, Duration settling) {
        this.outbox = outbox;
        this.refunds = refunds;
        this.clock = clock;
        this.settling = settling;
    }

    /**
     * Opens the payment of an order; if it has one already, its outcome is told again.
     *
     * @return the payment whose charge is to be sent once this is committed; empty if none is
     */
    public Optional<Payment> openForOrder(Handle transaction, OrderPaymentDue due) {
        boolean closed = KnownOrderStore.lock(transaction, due.orderId(), due.customerId());
        if (closed) {
            Log.info("order is closed, nothing is charged", "orderId", due.orderId());
            return Optional.empty();
        }
        Payment payment = Payment.sent(
                Ids.newId(),
                Payment.Origin.ORDER,
                due.orderId(),
                due.customerId(),
                due.amount(),
                Secret.of(due.paymentMethod()),
                due.orderId().toString(),
                ORDER,
                now());
        if (PaymentStore.insert(transaction, payment)) {
            return Optional.of(payment);
        }
        PaymentStore.lockOfOrder(transaction, due.orderId()).forEach(existing -> tellAgain(transaction, existing));
        return Optional.empty();
    }

    /** Holds an order until the transaction ends, if it ever asked for money or was closed. */
    public Optional<KnownOrder> lockOrder(Handle transaction, UUID orderId) {
        return KnownOrderStore.lockIfKnown(transaction, orderId);
    }

    /**
     * Opens a payment that an employee takes; its charge is to be sent once this is committed.
     *
     * @param order what it is for, held by {@link #lockOrder} and not closed; null for nothing in particular
     */
    public Payment openAtDesk(
            Handle transaction, KnownOrder order, Money amount, Secret method, String reference, String takenBy) {
        Payment payment = Payment.sent(
                Ids.newId(),
                Payment.Origin.DESK,
                order == null ? null : order.id(),
                order == null ? null : order.customerId(),
                amount,
                method,
                reference,
                takenBy,
                now());
        PaymentStore.insert(transaction, payment);
        return payment;
    }

    /** Holds a payment until the transaction ends. */
    public Optional<Payment> lock(Handle transaction, UUID id) {
        return PaymentStore.lock(transaction, id);
    }

    private void tellAgain(Handle transaction, Payment payment) {
        switch (payment.status()) {
            case CAPTURED -> tell(transaction, payment, Effect.TELL_CAPTURED);
            case DECLINED -> tell(transaction, payment, Effect.TELL_DECLINED);
            case PENDING, UNKNOWN, CLOSING, CLOSED ->
                Log.info(
                        "payment is known and has nothing to tell",
                        "paymentId",
                        payment.id(),
                        "status",
                        payment.status());
        }
    }

    /**
     * Closes an order: nothing more is charged for it, and what was taken goes back.
     *
     * @return refunds to be sent once this is committed
     */
    public List<Refund> closeOrder(Handle transaction, UUID orderId, UUID customerId) {
        KnownOrderStore.close(transaction, orderId, customerId, now());
        return PaymentStore.lockOfOrder(transaction, orderId).stream()
                .flatMap(payment -> hear(transaction, payment, PaymentNews.ORDER_CLOSED, null, null).stream())
                .toList();
    }

    /**
     * Books what the gateway answered, and tells it. An answer that is known already changes nothing.
     *
     * @return the refund to be sent once this is committed: of money that should not have been taken
     */
    public Optional<Refund> book(Handle transaction, Payment sent, GatewayAnswer answer) {
        Payment payment = PaymentStore.lock(transaction, sent.id()).orElseThrow();
        JournalStore.chargeAnswered(transaction, payment, answer, now());
        return hear(transaction, payment, news(answer), answer.id(), answer.detail());
    }

    private Optional<Refund> hear(
            Handle transaction, Payment payment, PaymentNews news, String chargeId, String detail) {
        Optional<Payment.Change> change = payment.hear(news, chargeId, detail, now());
        if (change.isEmpty()) {
            Log.info("news changes nothing", "paymentId", payment.id(), "status", payment.status(), "news", news);
            return Optional.empty();
        }
        Payment changed = change.get().payment();
        PaymentStore.update(transaction, changed);
        boolean giveBack = change.get().effects().contains(Effect.GIVE_BACK)
                && changed.balance().left() > 0;
        change.get().effects().forEach(effect -> tell(transaction, changed, effect));
        return giveBack
                ? Optional.of(
                        refunds.open(transaction, changed, changed.balance().left(), "the order was closed", ORDER))
                : Optional.empty();
    }

    /**
     * Notes that a charge is about to be sent again with the same key.
     *
     * @param answer what came of the last attempt
     * @return false if it must not be sent: it is settled, or its order was closed
     */
    public boolean sendAgain(Handle transaction, Payment sent, GatewayAnswer answer) {
        Payment payment = PaymentStore.lock(transaction, sent.id()).orElseThrow();
        Instant now = now();
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
        Instant now = now();
        return PaymentStore.lockNextDue(transaction, now).map(payment -> {
            Payment takenUp = payment.with(payment.charge().effort().takenUp(now), now);
            PaymentStore.update(transaction, takenUp);
            return takenUp;
        });
    }

    /** Notes that the gateway knows of no charge for a payment that is to be closed. */
    public void bookAbsence(Handle transaction, Payment takenUp, GatewayAnswer answer) {
        Payment payment = PaymentStore.lock(transaction, takenUp.id()).orElseThrow();
        Instant now = now();
        Instant settled = payment.charge().effort().sentAt().plus(settling);
        if (payment.status() == PaymentStatus.CLOSING && now.isBefore(settled)) {
            Effort later = payment.charge().effort().until(settled);
            PaymentStore.update(transaction, payment.with(later, now));
            return;
        }
        JournalStore.chargeAnswered(transaction, payment, answer, now);
        hear(transaction, payment, PaymentNews.ABSENT, null, null);
    }

    private void tell(Handle transaction, Payment payment, Effect effect) {
        if (payment.origin() != Payment.Origin.ORDER) {
            return;
        }
        UUID orderId = payment.orderId();
        Optional<PaymentEvent> event = switch (effect) {
            case TELL_CAPTURED -> Optional.of(new PaymentCaptured(orderId, payment.id(), payment.amount()));
            case TELL_DECLINED ->
                Optional.of(new PaymentDeclined(
                        orderId, payment.id(), payment.charge().declineCode()));
            case TELL_UNKNOWN -> Optional.of(new PaymentUnknown(orderId, payment.id()));
            case GIVE_BACK -> Optional.empty();
        };
        event.ifPresent(told -> outbox.append(transaction, told));
    }

    private static PaymentNews news(GatewayAnswer answer) {
        return switch (answer.outcome()) {
            case DONE -> PaymentNews.CAPTURED;
            case REFUSED -> PaymentNews.DECLINED;
            case ABSENT -> PaymentNews.ABSENT;
            case BUSY, UNANSWERED -> PaymentNews.UNANSWERED;
        };
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
