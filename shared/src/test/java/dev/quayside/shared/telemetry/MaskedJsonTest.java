package dev.quayside.shared.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedJsonTest {

    private static String masked(String json) throws JsonProcessingException {
        return MaskedJson.of(Json.read(json, JsonNode.class)).toString();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"name\":\"Ada\",\"age\":36}|{\"name\":\"***\",\"age\":36}",
                "{\"address\":{\"city\":\"Berlin\"}}|{\"address\":\"***\"}",
                "{\"a\":[{\"billing_address\":\"Kai 1\"}]}|{\"a\":[{\"billing_address\":\"***\"}]}",
                "{\"customerName\":\"Ada\",\"E-Mail\":1}|{\"customerName\":\"***\",\"E-Mail\":\"***\"}",
                "{\"email\":null}|{\"email\":null}",
                "[\"to ada@example.org\",true,1.5]|[\"to ***\",true,1.5]",
                "{\"card\":4111111111111111,\"total\":1999}|{\"card\":\"***\",\"total\":1999}",
                "{\"ada@example.org\":1,\"bob@example.org\":2}|{\"***\":1,\"****\":2}",
                "\"a\\u0000b\\ud83dc\"|\"a\ufffdb\ufffdc\""
            })
    void personal_data_is_replaced_wherever_it_stands(String json, String expected) throws JsonProcessingException {
        assertThat(masked(json)).isEqualTo(expected);
    }

    @Test
    void what_is_not_personal_stays_as_it_is() throws JsonProcessingException {
        String json = "{\"orderId\":\"0190f3f0-0000-7000-8000-000000000001\",\"at\":\"2026-01-31T12:00:00Z\","
                + "\"lines\":[{\"sku\":\"QS-1\",\"quantity\":2}],\"total\":{\"amount\":1999,\"currency\":\"EUR\"}}";

        assertThat(masked(json)).isEqualTo(json);
    }
}
