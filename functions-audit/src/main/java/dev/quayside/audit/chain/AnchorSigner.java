package dev.quayside.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.function.Supplier;

/** Signs anchors. */
public final class AnchorSigner {

    private final Supplier<String> privateKey;
    private final AnchorKeys keys;

    /**
     * @param privateKey PKCS#8 in base64, asked for each time so that it can be kept elsewhere
     * @param keys the first belongs to the private key
     */
    public AnchorSigner(Supplier<String> privateKey, AnchorKeys keys) {
        this.privateKey = privateKey;
        this.keys = keys;
    }

    /**
     * The signed document.
     *
     * @throws IllegalStateException if the private key is none, or not the one of the first public key
     */
    public String sign(Anchor anchor) {
        JsonNode header =
                JsonNodeFactory.instance.objectNode().put("alg", "EdDSA").put("kid", keys.first());
        String signed = base64(header.toString().getBytes(StandardCharsets.UTF_8))
                + '.'
                + base64(anchor.json().toString().getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            String document = signed + '.' + base64(signature.sign());
            keys.verified(document);
            return document;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("The key of the anchors is no PKCS#8 key of Ed25519 in base64", e);
        } catch (InvalidAnchorException e) {
            throw new IllegalStateException("The key of the anchors is not the one of the first public key", e);
        }
    }

    private PrivateKey privateKey() throws GeneralSecurityException {
        byte[] encoded = Base64.getDecoder().decode(privateKey.get());
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
