package dev.quayside.audit.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The public keys that anchors may be signed with, and how they are: a JWS in compact form (RFC 7515) with Ed25519 (RFC
 * 8037), so that other tools can verify them too. A key's id is its thumbprint (RFC 7638).
 */
public final class AnchorKeys {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RAW_KEY = 32;

    /** What precedes the raw key in an X.509 encoding: RFC 8410. */
    private static final byte[] X509_START = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Map<String, PublicKey> byId = new LinkedHashMap<>();

    /** @param keys Ed25519; the one in use first */
    public AnchorKeys(List<PublicKey> keys) {
        keys.forEach(key -> byId.put(id(key), key));
    }

    /**
     * A key in X.509 encoding, base64.
     *
     * @throws GeneralSecurityException if it is none of Ed25519
     */
    public static PublicKey parse(String base64) throws GeneralSecurityException {
        try {
            return x509(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            throw new GeneralSecurityException("not base64", notBase64);
        }
    }

    private static PublicKey x509(byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** Reads a JSON Web Key Set (RFC 7517). */
    static AnchorKeys ofJson(String jwks) throws GeneralSecurityException, JsonProcessingException {
        List<PublicKey> keys = new ArrayList<>();
        for (JsonNode key : JSON.readTree(jwks).path("keys")) {
            byte[] raw = Base64.getUrlDecoder().decode(key.path("x").asText());
            byte[] encoded = Arrays.copyOf(X509_START, X509_START.length + raw.length);
            System.arraycopy(raw, 0, encoded, X509_START.length, raw.length);
            keys.add(x509(encoded));
        }
        if (keys.isEmpty()) {
            throw new GeneralSecurityException("there is no key");
        }
        return new AnchorKeys(keys);
    }

    /** A JSON Web Key Set. */
    public JsonNode json() {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = set.putArray("keys");
        byId.forEach((id, key) -> keys.addObject()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("use", "sig")
                .put("alg", "EdDSA")
                .put("kid", id)
                .put("x", x(key)));
        return set;
    }

    /** The id of the key in use. */
    String first() {
        return byId.keySet().iterator().next();
    }

    /**
     * The anchor in a document.
     *
     * @throws InvalidAnchorException if it is none, or none of these keys signed it
     */
    public Anchor verified(String document) {
        String[] parts = document.split("\\.", -1);
        if (parts.length != 3) {
            throw new InvalidAnchorException("it is no JWS in compact form", null);
        }
        try {
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            PublicKey key = byId.get(header.path("kid").asText());
            if (key == null || !header.path("alg").asText().equals("EdDSA")) {
                throw new InvalidAnchorException("it is signed with a key that is not ours", null);
            }
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                throw new InvalidAnchorException("its signature is wrong", null);
            }
            return Anchor.of(JSON.readTree(Base64.getUrlDecoder().decode(parts[1])));
        } catch (GeneralSecurityException e) {
            throw new InvalidAnchorException("its signature is wrong", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidAnchorException("it cannot be read", e);
        }
    }

    /** SHA-256 of a document, hex. */
    public static String sha256(String document) {
        return HexFormat.of().formatHex(hash(document));
    }

    private static String id(PublicKey key) {
        String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x(key) + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash(canonical));
    }

    private static String x(PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
