package dev.quayside.catalog.stock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every step from every status. */
class ReservationStatusTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RESERVED      | TELL_RESERVED    | MAKE_FIRM     | RELEASE | SHIP
            FIRM          | TELL_RESERVED    | IGNORE        | RELEASE | SHIP
            REJECTED      | TELL_REJECTED    | TELL_REJECTED | IGNORE  | REFUSE
            EXPIRED       | TELL_EXPIRED     | RESERVE_FIRM  | CLOSE   | RESERVE_AND_SHIP
            RELEASED      | IGNORE           | IGNORE        | IGNORE  | REFUSE
            SHIPPED       | IGNORE           | IGNORE        | IGNORE  | IGNORE
            CLOSED        | IGNORE           | IGNORE        | IGNORE  | REFUSE
            PAID_EARLY    | RESERVE_FIRM     | IGNORE        | CLOSE   | NOTE_SHIPPED
            SHIPPED_EARLY | RESERVE_AND_SHIP | IGNORE        | IGNORE  | IGNORE
            """)
    void each_happening_has_its_step(
            ReservationStatus status,
            ReservationStatus.Step placed,
            ReservationStatus.Step paid,
            ReservationStatus.Step closed,
            ReservationStatus.Step shipped) {
        assertThat(status.on(Happening.PLACED)).isEqualTo(placed);
        assertThat(status.on(Happening.PAID)).isEqualTo(paid);
        assertThat(status.on(Happening.CLOSED)).isEqualTo(closed);
        assertThat(status.on(Happening.SHIPPED)).isEqualTo(shipped);
    }

    @ParameterizedTest
    @EnumSource(Happening.class)
    void repeating_the_first_happening_moves_no_stock(Happening happening) {
        assertThat(ReservationStatus.first(happening).on(happening))
                .isIn(ReservationStatus.Step.TELL_RESERVED, ReservationStatus.Step.IGNORE);
    }

    @Test
    void the_statuses_that_call_for_a_step_are_read_off_the_table() {
        assertThat(ReservationStatus.calling(ReservationStatus.Step.MAKE_FIRM, Happening.PAID))
                .containsExactly(ReservationStatus.RESERVED);
        assertThat(ReservationStatus.calling(ReservationStatus.Step.REFUSE, Happening.SHIPPED))
                .containsExactly(ReservationStatus.REJECTED, ReservationStatus.RELEASED, ReservationStatus.CLOSED);
    }

    @Test
    void stock_is_low_once_it_falls_below_the_threshold() {
        assertThat(level(10, 5).lowAfter(6)).isEmpty();
        assertThat(level(10, 6).lowAfter(5)).isPresent();
        assertThat(level(10, 7).lowAfter(4)).isEmpty();
    }

    private static StockLevel level(int onHand, int reserved) {
        return new StockLevel(null, "SKU-1", onHand, reserved, 5);
    }
}
