package dev.quayside.payments.processing;

import dev.quayside.payments.gateway.GatewayAnswer;
import dev.quayside.payments.gateway.GatewayAnswer.Outcome;
import dev.quayside.payments.gateway.PaymentGateway;
import dev.quayside.payments.ledger.ChargeBooks;
import dev.quayside.payments.ledger.Payment;
import dev.quayside.payments.ledger.Refund;
import dev.quayside.shared.data.Database;
import java.util.Optional;

/**
 * Sends charges that the journal holds already, and books the answers. May die at any line: the payment's time then
 * comes again, and the resolver asks the gateway what became of it.
 */
public final class Charger {

    private final Database database;
    private final ChargeBooks books;
    private final PaymentGateway gateway;
    private final Refunder refunder;
    private final QuickRetries retries;

    public Charger(
            Database database, ChargeBooks books, PaymentGateway gateway, Refunder refunder, QuickRetries retries) {
        this.database = database;
        this.books = books;
        this.gateway = gateway;
        this.refunder = refunder;
        this.retries = retries;
    }

    /**
     * Sends a charge whose sending is journalled, and books what comes of it.
     *
     * @return whether the gateway answered
     */
    public boolean charge(Payment sent) {
        Optional<GatewayAnswer> answer = retries.run(() -> ask(sent), busy -> sendAgain(sent, busy));
        answer.ifPresent(known -> book(sent, known));
        return answer.isEmpty() || answer.get().isFinal();
    }

    /** Finds out what became of a payment that was taken up, and goes on from there; returns whether it could. */
    boolean resolve(Payment takenUp) {
        GatewayAnswer found = gateway.findCharge(takenUp.key());
        if (found.outcome() != Outcome.ABSENT) {
            book(takenUp, found);
            return found.isFinal();
        }
        if (!takenUp.status().mayCharge()) {
            database.useTransaction(transaction -> books.bookAbsence(transaction, takenUp, found));
            return true;
        }
        return !sendAgain(takenUp, found) || charge(takenUp);
    }

    /** Nothing to pay is paid. */
    private GatewayAnswer ask(Payment payment) {
        return payment.amount().isZero()
                ? GatewayAnswer.done(null)
                : gateway.charge(
                        payment.key(), payment.amount(), payment.charge().method(), payment.reference());
    }

    private boolean sendAgain(Payment payment, GatewayAnswer before) {
        return database.inTransaction(transaction -> books.sendAgain(transaction, payment, before));
    }

    private void book(Payment payment, GatewayAnswer answer) {
        if (!database.withHandle(handle -> books.bookUnlocked(handle, payment, answer))) {
            Optional<Refund> refund = database.inTransaction(transaction -> books.book(transaction, payment, answer));
            refund.ifPresent(refunder::send);
        }
    }
}
