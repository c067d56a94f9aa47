package dev.quayside.shared.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void ids_are_version_7_and_grow() {
        UUID first = Ids.newId();
        UUID second = Ids.newId();

        assertThat(first.version()).isEqualTo(7);
        assertThat(second.toString()).isGreaterThan(first.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1-1-1-1-1", "0190f3f0-0000-7000-8000-00000000000g", "0190f3f000007000800000000000000a"})
    void what_is_not_a_canonical_uuid_is_no_id(String text) {
        assertThat(Ids.parse(text)).isEmpty();
        assertThat(Ids.parse(null)).isEmpty();
    }

    @Test
    void a_canonical_uuid_is_an_id() {
        UUID id = Ids.newId();
        assertThat(Ids.parse(id.toString())).contains(id);
    }
}
