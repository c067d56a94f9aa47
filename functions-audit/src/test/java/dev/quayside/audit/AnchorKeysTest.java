package dev.quayside.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.audit.anchors.AnchorSettings;
import dev.quayside.audit.chain.Anchor;
import dev.quayside.audit.chain.AnchorSigner;
import java.security.KeyPair;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnchorKeysTest {

    private static final Anchor ANCHOR =
            new Anchor(LocalDate.parse("2026-01-31"), Instant.parse("2026-01-31T00:10:00Z"), Map.of(), null);

    @Test
    void a_private_key_that_is_none_or_of_another_public_key_signs_nothing() {
        KeyPair one = TestKeys.pair();
        AnchorSettings mixed = TestKeys.settings(
                one, TestKeys.base64(TestKeys.pair().getPublic().getEncoded()), "none");

        assertThatThrownBy(() -> new AnchorSigner(mixed.privateKey()::reveal, mixed.keys()).sign(ANCHOR))
                .hasMessageContaining("not the one of the first public key");
        assertThatThrownBy(() -> new AnchorSigner(() -> "AAAA", mixed.keys()).sign(ANCHOR))
                .hasMessageContaining("no PKCS#8 key");
    }

    @Test
    void anchors_of_an_earlier_key_hold_as_long_as_it_is_listed() {
        KeyPair earlier = TestKeys.pair();
        KeyPair newer = TestKeys.pair();
        AnchorSettings before =
                TestKeys.settings(earlier, TestKeys.base64(earlier.getPublic().getEncoded()), "none");
        AnchorSettings after = TestKeys.settings(
                newer,
                TestKeys.base64(newer.getPublic().getEncoded()) + ", "
                        + TestKeys.base64(earlier.getPublic().getEncoded()),
                "none");
        String document = new AnchorSigner(before.privateKey()::reveal, before.keys()).sign(ANCHOR);

        assertThat(after.keys().verified(document)).isEqualTo(ANCHOR);
        assertThat(after.keys().json().at("/keys/1/kid"))
                .isEqualTo(before.keys().json().at("/keys/0/kid"));
    }

    @Test
    void settings_that_are_no_keys_are_told_by_name() {
        assertThatThrownBy(() -> TestKeys.settings(TestKeys.pair(), "x,", "none"))
                .hasMessageContaining("AUDIT_ANCHOR_PUBLIC_KEYS");
    }
}
