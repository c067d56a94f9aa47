package dev.quayside.payments.ledger;

import dev.quayside.payments.ledger.PaymentTransitions.Effect;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the books of payments: what orders and employees ask for. Each method is one step; what the gateway is then
 * asked for is in the journal before that step is committed. The order is locked before its payments.
 */
public final class PaymentBooks {

    /** Stands for the order's own course where an employee's reference would stand. */
    static final String ORDER = "order";

    private final Outbox outbox;
    private final RefundBooks refunds;
    private final Clock clock;

    public PaymentBooks(Outbox outbox, RefundBooks refunds, Clock clock) {
        this.outbox = outbox;
        this.refunds = refunds;
        this.clock = clock;
    }

    /**
     * Opens the payment of an order in a statement of its own, which also notes the message as handled: for the usual
     * case, that nothing was heard of the order before.
     *
     * @param handle in no transaction
     * @return the payment whose charge is to be sent now; empty if nothing was done, and {@link #openForOrder} decides
     */
    public Optional<Payment> openForNewOrder(Handle handle, OrderPaymentDue due, Inbox.Entry message) {
        Payment payment = payment(due);
        return PaymentStore.insertWithOrder(handle, payment, message) ? Optional.of(payment) : Optional.empty();
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
        Payment payment = payment(due);
        if (PaymentStore.insert(transaction, payment)) {
            return Optional.of(payment);
        }
        PaymentStore.lockOfOrder(transaction, due.orderId()).forEach(existing -> tellAgain(transaction, existing));
        return Optional.empty();
    }

    private Payment payment(OrderPaymentDue due) {
        return Payment.sent(
                Ids.newId(),
                Payment.Origin.ORDER,
                due.orderId(),
                due.customerId(),
                due.amount(),
                Secret.of(due.paymentMethod()),
                due.orderId().toString(),
                ORDER,
                clock.instant());
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
                clock.instant());
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

    private void tell(Handle transaction, Payment payment, Effect effect) {
        Announcement.of(payment, effect).ifPresent(event -> outbox.append(transaction, event));
    }

    /**
     * Closes an order: nothing more is charged for it, and what was taken goes back.
     *
     * @return refunds to be sent once this is committed
     */
    public List<Refund> closeOrder(Handle transaction, UUID orderId, UUID customerId) {
        KnownOrderStore.close(transaction, orderId, customerId, clock.instant());
        return PaymentStore.lockOfOrder(transaction, orderId).stream()
                .flatMap(payment -> close(transaction, payment).stream())
                .toList();
    }

    private Optional<Refund> close(Handle transaction, Payment payment) {
        Optional<Payment.Change> change = payment.hear(PaymentNews.ORDER_CLOSED, null, null, clock.instant());
        if (change.isEmpty()) {
            Log.info("closing changes nothing", "paymentId", payment.id(), "status", payment.status());
            return Optional.empty();
        }
        PaymentStore.update(transaction, change.get().payment());
        change.get().event().ifPresent(event -> outbox.append(transaction, event));
        return refunds.giveBack(transaction, change.get());
    }
}
