package dev.quayside.payments.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.payments.desk.RefundDecision.Granted;
import dev.quayside.payments.desk.RefundDecision.Refused;
import dev.quayside.payments.ledger.Balance;
import dev.quayside.payments.ledger.PaymentStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefundDecisionTest {

    private static final Balance BALANCE = new Balance(1000, 100, 200);

    private static RefundDecision decide(Long wanted, long limit) {
        return RefundDecision.of(PaymentStatus.CAPTURED, BALANCE, wanted, limit);
    }

    @Test
    void all_that_is_left_may_be_refunded_and_not_one_more() {
        assertThat(decide(700L, Long.MAX_VALUE)).isEqualTo(new Granted(700));
        assertThat(decide(701L, Long.MAX_VALUE)).isEqualTo(new Refused(PaymentProblem.REFUND_TOO_LARGE));
    }

    @Test
    void without_an_amount_it_is_all_that_is_left() {
        assertThat(decide(null, Long.MAX_VALUE)).isEqualTo(new Granted(700));
    }

    @Test
    void nothing_left_cannot_be_refunded() {
        assertThat(RefundDecision.of(PaymentStatus.CAPTURED, new Balance(10, 4, 6), null, Long.MAX_VALUE))
                .isEqualTo(new Refused(PaymentProblem.REFUND_TOO_LARGE));
    }

    @Test
    void the_limit_counts_what_was_refunded_or_is_on_its_way() {
        assertThat(decide(200L, 500)).isEqualTo(new Granted(200));
        assertThat(decide(201L, 500)).isEqualTo(new Refused(PaymentProblem.REFUND_LIMIT_EXCEEDED));
        assertThat(decide(1L, 0)).isEqualTo(new Refused(PaymentProblem.REFUND_LIMIT_EXCEEDED));
    }

    @ParameterizedTest
    @EnumSource(value = PaymentStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "CAPTURED")
    void only_a_captured_payment_is_refunded(PaymentStatus status) {
        assertThat(RefundDecision.of(status, BALANCE, 1L, Long.MAX_VALUE))
                .isEqualTo(new Refused(PaymentProblem.PAYMENT_NOT_CAPTURED));
    }
}
