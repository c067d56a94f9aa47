package dev.quayside.customers.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.testing.MovableClock;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasedOutputTest {

    private static final Duration LEASE = Duration.ofMinutes(1);

    @Test
    void while_bytes_flow_the_lease_never_has_less_than_half_of_it_left() throws Exception {
        MovableClock clock = new MovableClock();
        clock.set(Instant.parse("2026-11-21T10:00:00Z"));
        List<Instant> until = new ArrayList<>(List.of(clock.instant().plus(LEASE)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new LeasedOutput(bytes, clock, LEASE, until::add)) {
            for (int second = 0; second < 300; second++) {
                out.write(second % 2 == 0 ? new byte[] {'a'} : "b".getBytes(StandardCharsets.US_ASCII));
                out.write('c');
                assertThat(until.get(until.size() - 1)).isAfter(clock.instant().plus(LEASE.dividedBy(2)));
                clock.advance(Duration.ofSeconds(1));
            }
        }
        assertThat(bytes.toString(StandardCharsets.US_ASCII))
                .startsWith("acbcac")
                .hasSize(600);
        assertThat(until).hasSizeLessThan(20);
    }
}
