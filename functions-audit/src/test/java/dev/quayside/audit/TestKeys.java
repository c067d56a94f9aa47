package dev.quayside.audit;

import dev.quayside.audit.anchors.AnchorSettings;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.kernel.Ids;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Keys of anchors. */
final class TestKeys {

    private TestKeys() {}

    /** New ones, with a container of their own, as an app reads them from its settings. */
    static AnchorSettings settings() {
        KeyPair pair = pair();
        return settings(pair, base64(pair.getPublic().getEncoded()), "anchors-" + Ids.newId());
    }

    static AnchorSettings settings(KeyPair pair, String publicKeys, String container) {
        return Settings.of(
                Map.of(
                        "AUDIT_ANCHOR_KEY",
                        base64(pair.getPrivate().getEncoded()),
                        "AUDIT_ANCHOR_PUBLIC_KEYS",
                        publicKeys,
                        "AUDIT_ANCHOR_CONTAINER",
                        container),
                AnchorSettings::read);
    }

    static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
