package dev.quayside.payments.processing;

import dev.quayside.payments.gateway.GatewayAnswer;
import dev.quayside.payments.gateway.GatewayAnswer.Outcome;
import dev.quayside.payments.gateway.PaymentGateway;
import dev.quayside.payments.ledger.Refund;
import dev.quayside.payments.ledger.RefundBooks;
import dev.quayside.shared.data.Database;
import java.util.Optional;

/** Sends refunds that the journal holds already, and books the answers. May die at any line, as {@link Charger}. */
public final class Refunder {

    private final Database database;
    private final RefundBooks books;
    private final PaymentGateway gateway;
    private final QuickRetries retries;

    public Refunder(Database database, RefundBooks books, PaymentGateway gateway, QuickRetries retries) {
        this.database = database;
        this.books = books;
        this.gateway = gateway;
        this.retries = retries;
    }

    /**
     * Sends a refund whose sending is journalled, and books what comes of it.
     *
     * @return whether the gateway answered
     */
    public boolean send(Refund sent) {
        Optional<GatewayAnswer> answer = retries.run(
                () -> gateway.refund(sent.key(), sent.chargeId(), sent.amount().amount()),
                busy -> sendAgain(sent, busy));
        answer.ifPresent(known -> book(sent, known));
        return answer.isEmpty() || answer.get().isFinal();
    }

    /** Finds out what became of a refund that was taken up, and goes on from there; returns whether it could. */
    boolean resolve(Refund takenUp) {
        GatewayAnswer found = gateway.findRefund(takenUp.key());
        if (found.outcome() != Outcome.ABSENT) {
            book(takenUp, found);
            return found.isFinal();
        }
        return !sendAgain(takenUp, found) || send(takenUp);
    }

    private boolean sendAgain(Refund refund, GatewayAnswer before) {
        return database.inTransaction(transaction -> books.sendAgain(transaction, refund, before));
    }

    private void book(Refund refund, GatewayAnswer answer) {
        database.useTransaction(transaction -> books.book(transaction, refund, answer));
    }
}
