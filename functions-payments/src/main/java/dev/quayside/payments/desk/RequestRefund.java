package dev.quayside.payments.desk;

import dev.quayside.payments.ledger.Payment;
import dev.quayside.payments.ledger.PaymentBooks;
import dev.quayside.payments.ledger.Refund;
import dev.quayside.payments.ledger.RefundBooks;
import dev.quayside.payments.processing.Refunder;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.auth.Role;
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

/** An employee gives money back. As with {@link TakePayment}, the answer comes before the gateway is asked. */
public final class RequestRefund {

    private static final String NO_REASON = "requested";

    private final Database database;
    private final PaymentBooks payments;
    private final RefundBooks refunds;
    private final Refunder refunder;
    private final AccessTrail trail;
    private final long customerServiceLimit;

    /** @param customerServiceLimit most that customer service may have refunded of one payment, in minor units */
    public RequestRefund(
            Database database,
            PaymentBooks payments,
            RefundBooks refunds,
            Refunder refunder,
            AccessTrail trail,
            long customerServiceLimit) {
        this.database = database;
        this.payments = payments;
        this.refunds = refunds;
        this.refunder = refunder;
        this.trail = trail;
        this.customerServiceLimit = customerServiceLimit;
    }

    /** What an employee asks for; without an amount, all that is left. */
    record Command(Amount amount, String reason) implements Validated {

        @Override
        public void validate(Check check) {
            if (amount != null) {
                check.nested(amount, "amount");
            }
            check.optionalText(reason, "reason", 1, 200);
        }
    }

    public Reply answer(Call call, String id) {
        UUID paymentId = Call.id(id);
        Command command = call.body(Command.class);
        AtomicReference<Refund> opened = new AtomicReference<>();
        Reply reply = call.once(database, "payments.refund", transaction -> {
            Payment payment = payments.lock(transaction, paymentId).orElseThrow(ProblemException::notFound);
            Refund refund = open(transaction, payment, command, call.caller());
            opened.set(refund);
            trail.record(
                    transaction,
                    call,
                    new Access("payment.refund-requested", "payment", paymentId.toString(), payment.customerId()));
            return Reply.accepted("/api/v1/payments/" + paymentId, RefundView.of(refund));
        });
        Optional.ofNullable(opened.get()).ifPresent(this::send);
        return reply;
    }

    private Refund open(Handle transaction, Payment payment, Command command, Caller caller) {
        Long wanted = command.amount == null ? null : command.amount.amount();
        if (command.amount != null
                && !command.amount.currency().equals(payment.amount().currency())) {
            throw ProblemException.invalid(
                    "/amount/currency", "must be " + payment.amount().currencyCode() + ", as the payment's");
        }
        RefundDecision decision = RefundDecision.of(payment.status(), payment.balance(), wanted, limit(caller));
        if (decision instanceof RefundDecision.Refused refused) {
            throw new ProblemException(refused.problem(), refused.problem().title());
        }
        long amount = ((RefundDecision.Granted) decision).amount();
        String reason = command.reason == null ? NO_REASON : command.reason;
        return refunds.open(transaction, payment, amount, reason, caller.reference());
    }

    private long limit(Caller caller) {
        boolean unlimited = caller.has(Role.ADMIN) || caller.has(Role.ORDER_MANAGER);
        return unlimited ? Long.MAX_VALUE : customerServiceLimit;
    }

    private void send(Refund refund) {
        try {
            refunder.send(refund);
        } catch (RuntimeException e) {
            // The refund is accepted and journalled, which is what the answer says.
            Log.warn("refund is left to the resolver", e, "refundId", refund.id());
        }
    }
}
