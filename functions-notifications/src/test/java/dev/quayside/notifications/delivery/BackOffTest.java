package dev.quayside.notifications.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 20", "3, 80", "4, 320", "5, 1280"})
    void each_pause_is_four_times_the_last(int attempt, long seconds) {
        assertThat(BackOff.next(attempt, NOW)).contains(NOW.plus(Duration.ofSeconds(seconds)));
    }

    @Test
    void the_sixth_attempt_is_the_last() {
        assertThat(BackOff.next(6, NOW)).isEmpty();
        assertThat(BackOff.next(7, NOW)).isEmpty();
    }
}
