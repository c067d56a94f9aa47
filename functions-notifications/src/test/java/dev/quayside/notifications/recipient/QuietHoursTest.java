package dev.quayside.notifications.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {

    private static QuietHours quiet(String from, String to, String zone) {
        return new QuietHours(LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    @ParameterizedTest
    @CsvSource({
        // Berlin is at +01:00
        "2026-01-10T20:59:59Z, 2026-01-10T20:59:59Z",
        "2026-01-10T21:00:00Z, 2026-01-11T06:00:00Z",
        "2026-01-10T22:59:59Z, 2026-01-11T06:00:00Z",
        "2026-01-10T23:00:00Z, 2026-01-11T06:00:00Z",
        "2026-01-11T05:59:59.999999Z, 2026-01-11T06:00:00Z",
        "2026-01-11T06:00:00Z, 2026-01-11T06:00:00Z",
        "2026-01-11T12:00:00Z, 2026-01-11T12:00:00Z"
    })
    void a_night_over_midnight_is_quiet_until_it_ends(String now, String release) {
        assertThat(quiet("22:00", "07:00", "Europe/Berlin").release(at(now))).isEqualTo(at(release));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-10T11:59:59Z, 2026-01-10T11:59:59Z",
        "2026-01-10T12:00:00Z, 2026-01-10T14:00:00Z",
        "2026-01-10T13:59:59Z, 2026-01-10T14:00:00Z",
        "2026-01-10T14:00:00Z, 2026-01-10T14:00:00Z"
    })
    void a_span_within_a_day_is_quiet_until_it_ends(String now, String release) {
        assertThat(quiet("12:00", "14:00", "UTC").release(at(now))).isEqualTo(at(release));
    }

    @Test
    void midnight_itself_can_be_an_end() {
        QuietHours evening = quiet("22:00", "00:00", "UTC");

        assertThat(evening.release(at("2026-01-10T23:30:00Z"))).isEqualTo(at("2026-01-11T00:00:00Z"));
        assertThat(evening.release(at("2026-01-11T00:00:00Z"))).isEqualTo(at("2026-01-11T00:00:00Z"));
        assertThat(quiet("00:00", "06:00", "UTC").release(at("2026-01-11T00:00:00Z")))
                .isEqualTo(at("2026-01-11T06:00:00Z"));
    }

    @Test
    void a_night_in_which_clocks_go_forward_is_an_hour_shorter() {
        // Berlin, 29 March 2026: 02:00 becomes 03:00
        assertThat(quiet("22:00", "07:00", "Europe/Berlin").release(at("2026-03-28T21:30:00Z")))
                .isEqualTo(at("2026-03-29T05:00:00Z"));
    }

    @Test
    void an_end_that_the_clocks_leap_over_comes_when_they_leap() {
        QuietHours night = quiet("22:00", "02:30", "Europe/Berlin");

        assertThat(night.release(at("2026-03-29T00:30:00Z"))).isEqualTo(at("2026-03-29T01:00:00Z"));
        assertThat(night.release(at("2026-03-29T01:00:00Z"))).isEqualTo(at("2026-03-29T01:00:00Z"));
    }

    @Test
    void an_end_that_comes_twice_releases_each_time() {
        // Berlin, 25 October 2026: 03:00 becomes 02:00
        QuietHours night = quiet("22:00", "02:30", "Europe/Berlin");

        assertThat(night.release(at("2026-10-25T00:10:00Z"))).isEqualTo(at("2026-10-25T00:30:00Z"));
        assertThat(night.release(at("2026-10-25T00:45:00Z"))).isEqualTo(at("2026-10-25T00:45:00Z"));
        assertThat(night.release(at("2026-10-25T01:10:00Z"))).isEqualTo(at("2026-10-25T01:30:00Z"));
        assertThat(night.release(at("2026-10-25T01:30:00Z"))).isEqualTo(at("2026-10-25T01:30:00Z"));
    }

    @Test
    void a_night_in_which_clocks_go_back_is_an_hour_longer() {
        assertThat(quiet("22:00", "07:00", "Europe/Berlin").release(at("2026-10-24T20:30:00Z")))
                .isEqualTo(at("2026-10-25T06:00:00Z"));
    }

    @Test
    void a_day_that_a_country_skipped_does_not_end_the_night() {
        // Samoa skipped 30 December 2011: 29 December 24:00 became 31 December 00:00
        assertThat(quiet("22:00", "07:00", "Pacific/Apia").release(at("2011-12-30T09:00:00Z")))
                .isEqualTo(at("2011-12-30T17:00:00Z"));
    }

    @Test
    void the_same_time_twice_is_no_span() {
        assertThatThrownBy(() -> quiet("07:00", "07:00", "UTC")).isInstanceOf(IllegalArgumentException.class);
    }
}
