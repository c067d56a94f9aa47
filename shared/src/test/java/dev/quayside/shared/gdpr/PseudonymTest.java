package dev.quayside.shared.gdpr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class PseudonymTest {

    private static final UUID CUSTOMER = UUID.fromString("0190f3f0-0000-7000-8000-000000000002");

    /** The value is kept for years: whoever changes how it is made loses what was kept under the old one. */
    @Test
    void is_the_same_for_ever() {
        assertThat(Pseudonym.of(CUSTOMER)).hasToString("511c27f1-4dab-8f49-82f4-5fa5a1e39637");
    }

    @Test
    void is_a_uuid_of_version_8_and_not_the_customers_id() {
        UUID pseudonym = Pseudonym.of(CUSTOMER);

        assertThat(pseudonym).isNotEqualTo(CUSTOMER).isNotEqualTo(Pseudonym.of(UUID.randomUUID()));
        assertThat(pseudonym.version()).isEqualTo(8);
        assertThat(pseudonym.variant()).isEqualTo(2);
    }
}
