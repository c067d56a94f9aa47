package dev.quayside.payments.ledger;

import static dev.quayside.payments.ledger.RefundStatus.FAILED;
import static dev.quayside.payments.ledger.RefundStatus.PENDING;
import static dev.quayside.payments.ledger.RefundStatus.REFUNDED;
import static dev.quayside.payments.ledger.RefundStatus.UNKNOWN;

import java.util.List;
import java.util.Optional;

/** The life of a refund as data. What is not listed changes nothing. */
final class RefundTransitions {

    /** From here, on hearing this, to there. */
    record Edge(RefundStatus from, RefundNews news, RefundStatus to) {}

    static final List<Edge> EDGES = List.of(
            new Edge(PENDING, RefundNews.REFUNDED, REFUNDED),
            new Edge(PENDING, RefundNews.REFUSED, FAILED),
            new Edge(PENDING, RefundNews.UNANSWERED, UNKNOWN),
            new Edge(UNKNOWN, RefundNews.REFUNDED, REFUNDED),
            new Edge(UNKNOWN, RefundNews.REFUSED, FAILED),
            new Edge(UNKNOWN, RefundNews.UNANSWERED, UNKNOWN));

    private RefundTransitions() {}

    static Optional<Edge> of(RefundStatus from, RefundNews news) {
        return EDGES.stream()
                .filter(edge -> edge.from == from && edge.news == news)
                .findFirst();
    }
}
