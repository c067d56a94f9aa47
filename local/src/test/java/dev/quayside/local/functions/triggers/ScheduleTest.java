package dev.quayside.local.functions.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    /** A Friday. */
    private static final Instant NOW = Instant.parse("2026-11-20T23:28:03.5Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 2 * * *       | 2026-11-21T02:00:00Z",
                "0 0 3 * * 0       | 2026-11-22T03:00:00Z",
                "0 0 3 * * SUN     | 2026-11-22T03:00:00Z",
                "0 0 3 * * 6       | 2026-11-21T03:00:00Z",
                "0 0 9 * * 1-5     | 2026-11-23T09:00:00Z",
                "*/5 * * * * *     | 2026-11-20T23:28:05Z",
                "30 */10 * * * *   | 2026-11-20T23:30:30Z",
                "0 0 0 1 Jan *     | 2027-01-01T00:00:00Z",
                "0 0 0 13 * 5      | 2027-08-13T00:00:00Z",
                "0 15,45 1-3 * * * | 2026-11-21T01:15:00Z",
                "*/10 * * * *      | 2026-11-20T23:30:00Z",
                "00:01:00          | 2026-11-20T23:29:03.500Z"
            })
    void the_next_firing_is_as_ncrontab_says(String schedule, Instant next) {
        assertThat(Schedule.parse(schedule).next(NOW)).isEqualTo(next);
    }

    @Test
    void a_firing_is_always_after_the_time_asked_about() {
        Instant due = Instant.parse("2026-11-21T02:00:00Z");
        assertThat(Schedule.parse("0 0 2 * * *").next(due)).isEqualTo(Instant.parse("2026-11-22T02:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * *", "0 0 25 * * *", "0 0 0 30 2 *", "0 0 0 * * 8", "00:00:00", "often"})
    void a_schedule_that_is_not_valid_is_refused(String schedule) {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.parse(schedule));
    }

    @Test
    void only_firings_within_a_minute_keep_no_status() {
        assertThat(Schedule.parse("*/30 * * * * *").firesMoreThanOnceAMinute(NOW))
                .isTrue();
        assertThat(Schedule.parse("0 * * * * *").firesMoreThanOnceAMinute(NOW)).isFalse();
        assertThat(Schedule.parse("00:00:59").firesMoreThanOnceAMinute(NOW)).isTrue();
    }
}
