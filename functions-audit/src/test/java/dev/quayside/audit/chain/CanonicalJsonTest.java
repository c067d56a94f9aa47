package dev.quayside.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quayside.shared.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    private static String canonical(String json) throws JsonProcessingException {
        return CanonicalJson.of(new ObjectMapper().readTree(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ \"b\" : 1, \"a\" : [ ] }|{\"a\":[],\"b\":1}",
                "{\"a\":{},\"b\":[true,null]}|{\"a\":{},\"b\":[true,null]}",
                "[1.0,1e0,1]|[1,1,1]",
                "\"\\u0041\\n\\\"\\\\\\/\"|\"A\\u000a\\\"\\\\/\"",
                "[0,-0.0,0.00]|[0,0,0]"
            })
    void the_same_value_has_one_text(String json, String text) throws JsonProcessingException {
        assertThat(canonical(json)).isEqualTo(text);
    }

    /** What is hashed before it is stored is hashed again after it was read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"z\":1,\"a\":2,\"aa\":3,\"\u00e4\":4,\"\ud83d\udea2\":5,\"\uffee\":6}",
                "[0.1,1.10,100,1e22,1E-7,123456789012345678901234567890,-0.0,2.2250738585072014E-308,4.9E-324]",
                "[1.7976931348623157E308,9007199254740993,0.30000000000000004,12345678901234567.89]",
                "\"\\u0001\\t\\u007f \ud83d\udea2 \\\\u0041\"",
                "{\"a\":1,\"a\":2}"
            })
    void postgresqls_way_to_write_it_changes_nothing(String json) throws JsonProcessingException {
        try (TestDatabase database = TestDatabase.open("audit")) {
            String stored = database.admin()
                    .withHandle(handle -> handle.createQuery("select cast(:json as jsonb)::text")
                            .bind("json", json)
                            .mapTo(String.class)
                            .one());
            assertThat(canonical(stored)).isEqualTo(canonical(json));
        }
    }

    @Test
    void another_value_has_another_text() throws JsonProcessingException {
        assertThat(canonical("[\"1\"]")).isNotEqualTo(canonical("[1]"));
        assertThat(canonical("{\"a\":null}")).isNotEqualTo(canonical("{}"));
        assertThat(canonical("[\"a\",\"b\"]")).isNotEqualTo(canonical("[\"a,b\"]"));
    }
}
