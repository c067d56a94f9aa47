package dev.quayside.shared.gdpr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Stands for a customer once the person is forgotten. Who knows the customer's id can compute it, and so find what is
 * kept of the erasure; who finds a pseudonym cannot get back to the id, which is 122 random bits. See decision 80.
 */
public final class Pseudonym {

    private static final String DOMAIN = "quayside:forgotten-customer:";

    private Pseudonym() {}

    /** The pseudonym of a customer, always the same: a UUID of version 8 (RFC 9562). */
    public static UUID of(UUID customerId) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(DOMAIN + customerId));
        long high = (hash.getLong() & ~0xF000L) | 0x8000L;
        long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
