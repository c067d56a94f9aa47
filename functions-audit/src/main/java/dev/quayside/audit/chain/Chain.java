package dev.quayside.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How rows are chained. Each row commits to its content under a salt of its own; links are made of commitments, so that
 * content and salt can be erased later and the chain still holds. All values are lower-case hex.
 */
public final class Chain {

    private static final int SALT_BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Chain() {}

    /** The link before the first row of a stream: no row fits into two streams. */
    public static String genesis(String stream) {
        return HEX.formatHex(sha256().digest(("quayside-audit:" + stream).getBytes(StandardCharsets.UTF_8)));
    }

    /** Without it, a hash of so little content could be guessed back from the content's few possible values. */
    public static String newSalt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return HEX.formatHex(salt);
    }

    /** HMAC-SHA-256 of the content in its canonical form, with the salt as the key. */
    public static String commitment(String salt, JsonNode content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HEX.parseHex(salt), "HmacSHA256"));
            return HEX.formatHex(mac.doFinal(CanonicalJson.of(content).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** SHA-256 of the link before, the place as eight bytes, and the commitment. */
    public static String link(String previous, long seq, String commitment) {
        MessageDigest digest = sha256();
        digest.update(HEX.parseHex(previous));
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seq).array());
        digest.update(HEX.parseHex(commitment));
        return HEX.formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
