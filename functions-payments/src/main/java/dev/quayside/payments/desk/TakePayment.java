package dev.quayside.payments.desk;

import dev.quayside.payments.ledger.KnownOrder;
import dev.quayside.payments.ledger.Payment;
import dev.quayside.payments.ledger.PaymentBooks;
import dev.quayside.payments.processing.Charger;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.http.Validated;
import dev.quayside.shared.telemetry.Log;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/**
 * An employee takes a payment. The answer is given before the gateway is asked, so that it is the same however often
 * the request is repeated; what became of the payment is read at its own address.
 */
public final class TakePayment {

    private final Database database;
    private final PaymentBooks books;
    private final Charger charger;
    private final AccessTrail trail;

    public TakePayment(Database database, PaymentBooks books, Charger charger, AccessTrail trail) {
        this.database = database;
        this.books = books;
        this.charger = charger;
        this.trail = trail;
    }

    /** What an employee asks for. */
    record Command(UUID orderId, Amount amount, String paymentMethod, String reference) implements Validated {

        @Override
        public void validate(Check check) {
            check.nested(amount, "amount");
            check.text(paymentMethod, "paymentMethod", 1, 200);
            check.text(reference, "reference", 1, 100);
        }

        /** Without the payment method. */
        @Override
        public String toString() {
            return "Command[" + amount + "]";
        }
    }

    public Reply answer(Call call) {
        Command command = call.body(Command.class);
        AtomicReference<Payment> opened = new AtomicReference<>();
        Reply reply = call.once(database, "payments.take", transaction -> {
            Payment payment = open(transaction, command, call.caller().reference());
            opened.set(payment);
            trail.record(
                    transaction,
                    call,
                    new Access("payment.taken", "payment", payment.id().toString(), payment.customerId()));
            return Reply.accepted("/api/v1/payments/" + payment.id(), PaymentView.of(payment));
        });
        // Not set for a repeated request: then the first one, or the resolver, sees to the charge.
        Optional.ofNullable(opened.get()).ifPresent(this::charge);
        return reply;
    }

    private Payment open(Handle transaction, Command command, String takenBy) {
        KnownOrder order = command.orderId == null ? null : order(transaction, command.orderId);
        return books.openAtDesk(
                transaction,
                order,
                command.amount.money(),
                Secret.of(command.paymentMethod),
                command.reference,
                takenBy);
    }

    private KnownOrder order(Handle transaction, UUID orderId) {
        KnownOrder order = books.lockOrder(transaction, orderId)
                .orElseThrow(() -> ProblemException.invalid("/orderId", "is not an order that ever asked for money"));
        if (order.isClosed()) {
            throw new ProblemException(PaymentProblem.ORDER_CLOSED, PaymentProblem.ORDER_CLOSED.title());
        }
        return order;
    }

    private void charge(Payment payment) {
        try {
            charger.charge(payment);
        } catch (RuntimeException e) {
            // The payment is accepted and journalled, which is what the answer says.
            Log.warn("charge is left to the resolver", e, "paymentId", payment.id());
        }
    }
}
