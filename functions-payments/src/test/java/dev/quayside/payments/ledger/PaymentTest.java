package dev.quayside.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaymentTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private static Payment aPayment() {
        return Payment.sent(
                Ids.newId(),
                Payment.Origin.ORDER,
                Ids.newId(),
                Ids.newId(),
                Money.of(1999, "EUR"),
                Secret.of("tok_ok"),
                "reference",
                "order",
                NOW);
    }

    private static Payment after(Payment payment, PaymentNews news) {
        return payment.hear(news, "ch_1", "code", NOW).orElseThrow().payment();
    }

    @Test
    void the_means_to_charge_are_forgotten_with_every_settled_status() {
        Payment payment = aPayment();
        assertThat(after(payment, PaymentNews.CAPTURED).charge().method()).isNull();
        assertThat(after(payment, PaymentNews.DECLINED).charge().method()).isNull();
        assertThat(after(after(payment, PaymentNews.ORDER_CLOSED), PaymentNews.ABSENT)
                        .charge()
                        .method())
                .isNull();
    }

    @Test
    void they_are_kept_while_a_charge_may_have_to_be_sent_again() {
        assertThat(after(aPayment(), PaymentNews.UNANSWERED).charge().method()).isNotNull();
        assertThat(aPayment().toString()).doesNotContain("tok_ok");
    }

    @Test
    void what_was_captured_is_all_left_to_refund() {
        assertThat(after(aPayment(), PaymentNews.CAPTURED).balance()).isEqualTo(new Balance(1999, 0, 0));
        assertThat(after(aPayment(), PaymentNews.DECLINED).balance()).isEqualTo(Balance.NOTHING);
    }

    @Test
    void closing_the_order_of_a_captured_payment_keeps_what_was_refunded_before() {
        Payment captured = after(aPayment(), PaymentNews.CAPTURED);
        Payment partlyRefunded = captured.with(new Balance(1999, 300, 200), NOW);

        assertThat(after(partlyRefunded, PaymentNews.ORDER_CLOSED).balance().left())
                .isEqualTo(1499);
    }

    @Test
    void only_a_declined_payment_has_a_decline_code() {
        assertThat(after(aPayment(), PaymentNews.DECLINED).charge().declineCode())
                .isEqualTo("code");
        assertThat(after(aPayment(), PaymentNews.CAPTURED).charge().declineCode())
                .isNull();
    }

    @Test
    void every_change_makes_a_version_that_was_never_there() {
        Payment payment = aPayment();
        Payment captured = after(payment, PaymentNews.CAPTURED);

        assertThat(captured.version()).isEqualTo(payment.version() + 1);
        assertThat(captured.with(new Balance(1999, 300, 0), NOW).version()).isEqualTo(payment.version() + 2);
        assertThat(payment.with(Effort.first(NOW), NOW).version()).isEqualTo(payment.version() + 1);
    }

    @Test
    void the_key_stays_the_same() {
        Payment payment = aPayment();
        assertThat(after(payment, PaymentNews.UNANSWERED).key()).isEqualTo(payment.key());
    }

    @Test
    void more_than_was_taken_cannot_be_on_its_way_back() {
        Balance balance = new Balance(100, 60, 30);
        assertThat(balance.refunding(10).left()).isZero();
        assertThatThrownBy(() -> balance.refunding(11)).isInstanceOf(IllegalArgumentException.class);
        assertThat(balance.refundDone(60)).isEqualTo(new Balance(100, 0, 90));
        assertThat(balance.refundFailed(60)).isEqualTo(new Balance(100, 0, 30));
    }

    @Test
    void pauses_double_up_to_ten_minutes_and_never_end() {
        Effort effort = Effort.first(NOW);
        assertThat(effort.backOff(NOW).nextAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(effort.takenUp(NOW).backOff(NOW).nextAt()).isEqualTo(NOW.plusSeconds(10));
        assertThat(new Effort(1_000_000, NOW, NOW).backOff(NOW).nextAt()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }
}
