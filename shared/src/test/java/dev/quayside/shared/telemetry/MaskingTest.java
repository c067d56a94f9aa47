package dev.quayside.shared.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource({
        "mail to ada.lovelace+x@mail.example.org bounced,mail to *** bounced",
        "call +49 30 1234567 now,call *** now",
        "the shortest is +4930123 4,the shortest is ***",
        "card 4111 1111 1111 1111 refused,card *** refused",
        "paid with tok_declined,paid with ***",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.,Bearer ***",
        "t%3DeyJhbGci.eyJzdWIi.c2ln&x=eyJhbGci.eyJzdWIi.c2ln;,t%3D***&x=***;",
        "eyJ.eyJ eyJhbGci eyJhbGci.. eyJhbGci.x,eyJ.eyJ eyJhbGci eyJhbGci.. eyJhbGci.x"
    })
    void personal_data_in_a_text_is_replaced(String text, String masked) {
        assertThat(Masking.text(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0190f3f0-0000-7000-8000-000000000001",
                "2026-11-20T23:59:59.123456Z",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "QS-1001",
                "1999"
            })
    void ids_times_and_numbers_stay_readable(String text) {
        assertThat(Masking.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "a@", "a@b.", "eyJ", "eyJa.", "+4 ", "4111-"})
    void a_hostile_text_of_a_megabyte_takes_no_more_than_seconds(String part) {
        String text = "@" + part.repeat(1_000_000 / part.length()) + "@";

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Masking.text(text));
    }

    @Test
    void a_line_is_one_json_object_with_masked_fields() {
        String line = Log.line(
                Instant.parse("2026-01-31T12:00:00Z"),
                Level.INFO,
                "order \"placed\"\nfor ada@example.org",
                null,
                null,
                "orderId",
                "o-1",
                "lines",
                3,
                "email",
                "ada@example.org",
                "postalCode",
                10115);

        assertThat(line)
                .isEqualTo("{\"time\":\"2026-01-31T12:00:00Z\",\"level\":\"INFO\","
                        + "\"message\":\"order \\\"placed\\\"\\nfor ***\",\"orderId\":\"o-1\",\"lines\":3,"
                        + "\"email\":\"***\",\"postalCode\":\"***\"}");
    }
}
