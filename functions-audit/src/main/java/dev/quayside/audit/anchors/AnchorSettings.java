package dev.quayside.audit.anchors;

import dev.quayside.audit.chain.AnchorKeys;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.config.Settings;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * What anchors are signed and verified with.
 *
 * @param privateKey Ed25519, PKCS#8 in base64
 * @param keys the public keys: first that of the private key, then earlier ones
 * @param container where they are written, with a retention policy that lets nobody change or delete them
 */
public record AnchorSettings(Secret privateKey, AnchorKeys keys, String container) {

    private static final String PUBLIC_KEYS = "AUDIT_ANCHOR_PUBLIC_KEYS";

    public static AnchorSettings read(Settings settings) {
        Secret privateKey = settings.secret("AUDIT_ANCHOR_KEY");
        List<PublicKey> keys = new ArrayList<>();
        for (String key : settings.text(PUBLIC_KEYS).split(",", -1)) {
            try {
                keys.add(AnchorKeys.parse(key.strip()));
            } catch (GeneralSecurityException e) {
                settings.fault(PUBLIC_KEYS + " must be X.509 keys of Ed25519 in base64, with commas between", key);
            }
        }
        return new AnchorSettings(
                privateKey, new AnchorKeys(keys), settings.text("AUDIT_ANCHOR_CONTAINER", "audit-anchors"));
    }
}
