package dev.quayside.local.servicebus.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorrelationFilterTest {

    private static MessageProperties message(String label, Map<String, Object> user) {
        return new MessageProperties("id", null, null, null, label, null, null, null, null, user);
    }

    private static CorrelationFilter filter(String label, Map<String, Object> user) {
        return new CorrelationFilter(
                new MessageProperties(null, null, null, null, label, null, null, null, null, user));
    }

    @Test
    void everything_that_is_set_must_be_equal() {
        CorrelationFilter filter = filter("order", Map.of("type", "placed"));

        assertThat(filter.matches(message("order", Map.of("type", "placed", "more", 1))))
                .isTrue();
        assertThat(filter.matches(message("order", Map.of("type", "paid")))).isFalse();
        assertThat(filter.matches(message("other", Map.of("type", "placed")))).isFalse();
        assertThat(filter.matches(message(null, Map.of()))).isFalse();
    }

    @Test
    void what_is_not_set_may_be_anything() {
        assertThat(filter(null, Map.of()).matches(message("any", Map.of("a", 1))))
                .isTrue();
    }

    @Test
    void numbers_are_equal_by_value_and_text_by_case() {
        assertThat(filter(null, Map.of("n", BigDecimal.ONE)).matches(message(null, Map.of("n", 1L))))
                .isTrue();
        assertThat(filter(null, Map.of("t", "A")).matches(message(null, Map.of("t", "a"))))
                .isFalse();
    }
}
