package dev.quayside.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.payments.ledger.PaymentTransitions.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PaymentTransitionsTest {

    /** Every status with every piece of news, written out by hand. */
    private static final String EXPECTED = """
            PENDING   CAPTURED     -> CAPTURED [TELL_CAPTURED]
            PENDING   DECLINED     -> DECLINED [TELL_DECLINED]
            PENDING   UNANSWERED   -> UNKNOWN [TELL_UNKNOWN]
            PENDING   ABSENT       nothing
            PENDING   ORDER_CLOSED -> CLOSING []
            UNKNOWN   CAPTURED     -> CAPTURED [TELL_CAPTURED]
            UNKNOWN   DECLINED     -> DECLINED [TELL_DECLINED]
            UNKNOWN   UNANSWERED   -> UNKNOWN []
            UNKNOWN   ABSENT       nothing
            UNKNOWN   ORDER_CLOSED -> CLOSING []
            CAPTURED  CAPTURED     nothing
            CAPTURED  DECLINED     nothing
            CAPTURED  UNANSWERED   nothing
            CAPTURED  ABSENT       nothing
            CAPTURED  ORDER_CLOSED -> CAPTURED [GIVE_BACK]
            DECLINED  CAPTURED     -> CAPTURED [GIVE_BACK, TELL_CAPTURED]
            DECLINED  DECLINED     nothing
            DECLINED  UNANSWERED   nothing
            DECLINED  ABSENT       nothing
            DECLINED  ORDER_CLOSED nothing
            CLOSING   CAPTURED     -> CAPTURED [GIVE_BACK, TELL_CAPTURED]
            CLOSING   DECLINED     -> DECLINED [TELL_DECLINED]
            CLOSING   UNANSWERED   -> CLOSING []
            CLOSING   ABSENT       -> CLOSED []
            CLOSING   ORDER_CLOSED nothing
            CLOSED    CAPTURED     -> CAPTURED [GIVE_BACK, TELL_CAPTURED]
            CLOSED    DECLINED     nothing
            CLOSED    UNANSWERED   nothing
            CLOSED    ABSENT       nothing
            CLOSED    ORDER_CLOSED nothing
            """;

    @Test
    void every_status_reacts_to_every_piece_of_news_as_written_here() {
        List<String> actual = new ArrayList<>();
        for (PaymentStatus status : PaymentStatus.values()) {
            for (PaymentNews news : PaymentNews.values()) {
                actual.add("%-9s %-12s %s".formatted(status, news, outcome(status, news)));
            }
        }
        assertThat(String.join("\n", actual) + "\n").isEqualTo(EXPECTED);
    }

    private static String outcome(PaymentStatus status, PaymentNews news) {
        return PaymentTransitions.of(status, news)
                .map(edge -> "-> " + edge.to()
                        + edge.effects().stream().map(Enum::name).sorted().collect(Collectors.joining(", ", " [", "]")))
                .orElse("nothing");
    }

    @Test
    void no_status_and_news_have_two_edges() {
        assertThat(PaymentTransitions.EDGES)
                .extracting(edge -> edge.from() + " " + edge.news())
                .doesNotHaveDuplicates();
    }

    /** One statement writes a change with one event. */
    @Test
    void no_edge_tells_two_events() {
        assertThat(PaymentTransitions.EDGES)
                .allSatisfy(edge -> assertThat(edge.effects())
                        .filteredOn(effect -> effect != Effect.GIVE_BACK)
                        .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void every_refund_reacts_to_every_piece_of_news_as_written_here() {
        List<String> actual = new ArrayList<>();
        for (RefundStatus status : RefundStatus.values()) {
            for (RefundNews news : RefundNews.values()) {
                String to = RefundTransitions.of(status, news)
                        .map(edge -> edge.to().name())
                        .orElse("nothing");
                actual.add(status + " " + news + " " + to);
            }
        }
        assertThat(actual)
                .containsExactly(
                        "PENDING REFUNDED REFUNDED",
                        "PENDING REFUSED FAILED",
                        "PENDING UNANSWERED UNKNOWN",
                        "UNKNOWN REFUNDED REFUNDED",
                        "UNKNOWN REFUSED FAILED",
                        "UNKNOWN UNANSWERED UNKNOWN",
                        "REFUNDED REFUNDED nothing",
                        "REFUNDED REFUSED nothing",
                        "REFUNDED UNANSWERED nothing",
                        "FAILED REFUNDED nothing",
                        "FAILED REFUSED nothing",
                        "FAILED UNANSWERED nothing");
    }
}
