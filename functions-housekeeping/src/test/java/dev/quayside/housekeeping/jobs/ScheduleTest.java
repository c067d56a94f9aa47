package dev.quayside.housekeeping.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T02:00:00Z, 2026-11-21T02:00:00Z, 2026-11-22T02:00:00Z",
        "2026-11-21T01:59:59.999999Z, 2026-11-20T02:00:00Z, 2026-11-21T02:00:00Z",
        "2028-02-29T12:00:00Z, 2028-02-29T02:00:00Z, 2028-03-01T02:00:00Z",
        "2028-02-29T00:00:00Z, 2028-02-28T02:00:00Z, 2028-02-29T02:00:00Z",
    })
    void daily(Instant now, Instant last, Instant next) {
        assertThat(Schedule.daily(2).last(now)).isEqualTo(last);
        assertThat(Schedule.daily(2).next(now)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        // a Sunday
        "2026-11-22T03:00:00Z, 2026-11-22T03:00:00Z, 2026-11-29T03:00:00Z",
        "2026-11-22T02:59:59Z, 2026-11-15T03:00:00Z, 2026-11-22T03:00:00Z",
        "2026-11-21T23:00:00Z, 2026-11-15T03:00:00Z, 2026-11-22T03:00:00Z",
        "2026-11-23T00:00:00Z, 2026-11-22T03:00:00Z, 2026-11-29T03:00:00Z",
    })
    void weekly(Instant now, Instant last, Instant next) {
        Schedule schedule = Schedule.weekly(DayOfWeek.SUNDAY, 3);
        assertThat(schedule.last(now)).isEqualTo(last);
        assertThat(schedule.next(now)).isEqualTo(next);
    }

    @Test
    void a_schedule_is_written_as_a_timer_trigger_has_it() {
        assertThat(Schedule.daily(2).ncrontab()).isEqualTo("0 0 2 * * *");
        assertThat(Schedule.weekly(DayOfWeek.SUNDAY, 3).ncrontab()).isEqualTo("0 0 3 * * 0");
    }
}
