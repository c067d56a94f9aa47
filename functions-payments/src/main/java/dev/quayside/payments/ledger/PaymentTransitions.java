package dev.quayside.payments.ledger;

import static dev.quayside.payments.ledger.PaymentStatus.CAPTURED;
import static dev.quayside.payments.ledger.PaymentStatus.CLOSED;
import static dev.quayside.payments.ledger.PaymentStatus.CLOSING;
import static dev.quayside.payments.ledger.PaymentStatus.DECLINED;
import static dev.quayside.payments.ledger.PaymentStatus.PENDING;
import static dev.quayside.payments.ledger.PaymentStatus.UNKNOWN;
import static dev.quayside.payments.ledger.PaymentTransitions.Effect.GIVE_BACK;
import static dev.quayside.payments.ledger.PaymentTransitions.Effect.TELL_CAPTURED;
import static dev.quayside.payments.ledger.PaymentTransitions.Effect.TELL_DECLINED;
import static dev.quayside.payments.ledger.PaymentTransitions.Effect.TELL_UNKNOWN;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The life of a payment as data. What is not listed changes nothing. */
final class PaymentTransitions {

    /** What a transition brings about besides the new status. */
    enum Effect {
        TELL_CAPTURED,
        TELL_DECLINED,
        TELL_UNKNOWN,
        /** Refund all that was not refunded yet. */
        GIVE_BACK
    }

    /** From here, on hearing this, to there. */
    record Edge(PaymentStatus from, PaymentNews news, PaymentStatus to, Set<Effect> effects) {}

    static final List<Edge> EDGES = List.of(
            edge(PENDING, PaymentNews.CAPTURED, CAPTURED, TELL_CAPTURED),
            edge(PENDING, PaymentNews.DECLINED, DECLINED, TELL_DECLINED),
            edge(PENDING, PaymentNews.UNANSWERED, UNKNOWN, TELL_UNKNOWN),
            edge(PENDING, PaymentNews.ORDER_CLOSED, CLOSING),
            edge(UNKNOWN, PaymentNews.CAPTURED, CAPTURED, TELL_CAPTURED),
            edge(UNKNOWN, PaymentNews.DECLINED, DECLINED, TELL_DECLINED),
            edge(UNKNOWN, PaymentNews.UNANSWERED, UNKNOWN),
            edge(UNKNOWN, PaymentNews.ORDER_CLOSED, CLOSING),
            edge(CLOSING, PaymentNews.CAPTURED, CAPTURED, TELL_CAPTURED, GIVE_BACK),
            edge(CLOSING, PaymentNews.DECLINED, DECLINED, TELL_DECLINED),
            edge(CLOSING, PaymentNews.UNANSWERED, CLOSING),
            edge(CLOSING, PaymentNews.ABSENT, CLOSED),
            edge(CAPTURED, PaymentNews.ORDER_CLOSED, CAPTURED, GIVE_BACK),
            // A yes that comes after all hope was given up: the money must not stay with us.
            edge(DECLINED, PaymentNews.CAPTURED, CAPTURED, TELL_CAPTURED, GIVE_BACK),
            edge(CLOSED, PaymentNews.CAPTURED, CAPTURED, TELL_CAPTURED, GIVE_BACK));

    private PaymentTransitions() {}

    static Optional<Edge> of(PaymentStatus from, PaymentNews news) {
        return EDGES.stream()
                .filter(edge -> edge.from == from && edge.news == news)
                .findFirst();
    }

    private static Edge edge(PaymentStatus from, PaymentNews news, PaymentStatus to, Effect... effects) {
        return new Edge(from, news, to, Set.of(effects));
    }
}
