package dev.quayside.shared.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @Test
    void is_never_negative() {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(-1, "EUR"));
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(1, "EUR").minus(Money.of(2, "EUR")));
        assertThat(Money.of(2, "EUR").minus(Money.of(2, "EUR")).isZero()).isTrue();
    }

    @Test
    void does_not_mix_currencies() {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(1, "EUR").plus(Money.of(1, "CHF")));
    }

    @Test
    void refuses_to_overflow() {
        assertThatThrownBy(() -> Money.of(Long.MAX_VALUE, "EUR").times(2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.of(Long.MAX_VALUE, "EUR").plus(Money.of(1, "EUR")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.of(Long.MAX_VALUE, "EUR").share(1900)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,1900,0", "100,1900,19", "2,1900,0", "3,1900,1", "50,100,1", "49,100,0", "999,10000,999"})
    void a_share_is_rounded_half_up(long amount, int basisPoints, long expected) {
        assertThat(Money.of(amount, "EUR").share(basisPoints)).isEqualTo(Money.of(expected, "EUR"));
    }

    @Test
    void is_written_as_minor_units_and_code() throws Exception {
        assertThat(Json.write(Money.of(1999, "EUR"))).isEqualTo("{\"amount\":1999,\"currency\":\"EUR\"}");
        assertThat(Json.readStrictly("{\"amount\":1999,\"currency\":\"EUR\"}", Money.class))
                .isEqualTo(Money.of(1999, "EUR"));
    }
}
