package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Proof of a completed erasure. Made of nothing but what is stored, so that it is the same, byte for byte, whoever
 * makes it and however often.
 */
record Certificate(Content content, String text) {

    /**
     * What is proven.
     *
     * @param completedAt when the last app was done
     */
    record Content(
            UUID erasureId,
            UUID pseudonym,
            String requestedBy,
            Instant requestedAt,
            Instant completedAt,
            List<OfApp> apps) {}

    /**
     * What an app did.
     *
     * @param at when it was done
     */
    record OfApp(String app, Instant at, List<ErasedTable> tables) {}

    /** @param erasure whose parts are all done */
    static Certificate of(Erasure erasure) {
        List<OfApp> apps = erasure.parts().stream()
                .map(part -> new OfApp(part.app(), part.answeredAt(), part.tables()))
                .toList();
        Content content = new Content(
                erasure.id(),
                erasure.pseudonym(),
                erasure.requestedByWithoutName(),
                erasure.requestedAt(),
                apps.stream().map(OfApp::at).max(Instant::compareTo).orElseThrow(),
                apps);
        return new Certificate(content, Json.write(content));
    }

    /** Its name in the container. */
    String blob() {
        return blob(content.erasureId);
    }

    static String blob(UUID erasureId) {
        return erasureId + ".json";
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** In hex. */
    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
