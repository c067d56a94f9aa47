package dev.quayside.audit.anchors;

import dev.quayside.shared.http.CommonProblem;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.telemetry.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;

/** Anchors outside the database, one blob a day: in a container whose blobs nobody can change or delete. */
final class AnchorArchive {

    private final BlobStore blobs;
    private final String container;

    AnchorArchive(BlobStore blobs, String container) {
        this.blobs = blobs;
        this.container = container;
    }

    /** Writes the anchor of a day unless there is one; returns the one that is there now. */
    String writeOnce(LocalDate day, String document) {
        byte[] line = (document + '\n').getBytes(StandardCharsets.US_ASCII);
        return blobs.writeOnce(container, name(day), "application/jose", out -> out.write(line))
                        .isPresent()
                ? document
                : read(day).orElseThrow(() -> new IllegalStateException("The anchor of " + day + " went away"));
    }

    /** Whether nobody can change or delete what was written. */
    boolean isImmutable() {
        return blobs.isImmutable(container);
    }

    /** @throws ProblemException if the storage refuses or is away */
    Optional<String> read(LocalDate day) {
        try {
            return blobs.read(container, name(day)).map(AnchorArchive::text);
        } catch (RuntimeException e) {
            Log.warn("an anchor cannot be read", e, "day", day);
            throw new ProblemException(
                    CommonProblem.TEMPORARILY_UNAVAILABLE, "The storage of the anchors does not answer.");
        }
    }

    private static String text(InputStream blob) {
        try (blob) {
            return new String(blob.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(LocalDate day) {
        return day + ".jws";
    }
}
