package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.ErasureCompleted;
import dev.quayside.shared.contracts.GdprEvents.LegalHoldChanged;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.telemetry.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Writes the certificate when every app is done, and only then lets go of the customer's id. The blob comes first: if
 * a crash comes between, the same bytes are found there the next time.
 */
public final class Certification {

    static final String CONTAINER = "gdpr-certificates";
    private static final String BY = "job:erasure";

    private final Database database;
    private final BlobStore blobs;
    private final Outbox outbox;
    private final Clock clock;

    public Certification(Database database, BlobStore blobs, Outbox outbox, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Certifies an erasure if it is time to; what fails is left to the timer. */
    void certifyOrLeave(UUID erasureId) {
        try {
            certify(erasureId);
        } catch (RuntimeException e) {
            Log.warn("the certificate could not be written; the timer tries again", e, "erasureId", erasureId);
        }
    }

    private void certify(UUID erasureId) {
        database.withHandle(handle -> ErasureStore.find(handle, erasureId))
                .filter(Certification::isDue)
                .ifPresent(erasure -> {
                    Certificate certificate = Certificate.of(erasure);
                    write(certificate);
                    database.useTransaction(transaction -> complete(transaction, erasure.customerId(), certificate));
                });
    }

    private static boolean isDue(Erasure erasure) {
        return erasure.state() == ErasureState.CERTIFYING;
    }

    private void write(Certificate certificate) {
        Optional<BlobStore.Written> written = blobs.writeOnce(
                CONTAINER, certificate.blob(), "application/json", out -> out.write(certificate.bytes()));
        if (written.isEmpty() && !isThere(certificate)) {
            throw new IllegalStateException(certificate.blob() + " holds something else than the certificate");
        }
    }

    private boolean isThere(Certificate certificate) {
        try (InputStream found = blobs.read(CONTAINER, certificate.blob()).orElseGet(InputStream::nullInputStream)) {
            return Arrays.equals(found.readAllBytes(), certificate.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void complete(Handle transaction, UUID customerId, Certificate certificate) {
        UUID erasureId = certificate.content().erasureId();
        HoldStore.lockCustomer(transaction, customerId);
        if (ErasureStore.lock(transaction, erasureId)
                .filter(Certification::isDue)
                .isEmpty()) {
            return;
        }
        HoldStore.find(transaction, customerId).ifPresent(hold -> end(transaction, hold, erasureId));
        ErasureStore.complete(transaction, certificate);
        outbox.append(
                transaction,
                new ErasureCompleted(
                        erasureId,
                        certificate.content().pseudonym(),
                        certificate.blob(),
                        certificate.sha256(),
                        certificate.content().completedAt()));
    }

    /**
     * A hold that came while the last app erased has nothing more to hold, and would keep the customer's id. That it ends
     * is told by pseudonym: nobody who hears it knows the customer any more.
     */
    private void end(Handle transaction, LegalHold hold, UUID erasureId) {
        HoldStore.delete(transaction, hold.customerId());
        outbox.append(
                transaction,
                new LegalHoldChanged(Pseudonym.of(hold.customerId()), false, hold.ground(), BY, clock.instant()));
        Log.warn("a legal hold came too late", "erasureId", erasureId);
    }
}
