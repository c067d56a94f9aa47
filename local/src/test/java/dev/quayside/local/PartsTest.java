package dev.quayside.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final List<String> closed = new ArrayList<>();
    private final Parts parts = new Parts();

    @Test
    void the_last_started_is_closed_first() {
        parts.add(part("database"));
        parts.add(part("gateway"));

        parts.close();

        assertThat(closed).containsExactly("gateway", "database");
        assertThat(parts.any()).isFalse();
    }

    @Test
    void a_part_that_starts_while_all_stops_is_closed_at_once() {
        parts.close();

        assertThatThrownBy(() -> parts.add(part("late"))).isInstanceOf(Refusal.class);
        assertThat(closed).containsExactly("late");
    }

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }
}
