package dev.quayside.customers.exports;

import dev.quayside.shared.contracts.GdprEvents;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.gdpr.GdprParticipant;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Makes the file of an export that is whole, and deletes what is over. Files are no part of a transaction: each step may
 * be done again, and what a crash leaves undone is told by the export's row.
 */
public final class MakeExport {

    /** After a crash, nobody goes on before; who makes a file says more often that he does. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final Duration BACK_OFF = Duration.ofMinutes(1);

    private final Database database;
    private final Outbox outbox;
    private final BlobStore blobs;
    private final Clock clock;

    public MakeExport(Database database, Outbox outbox, BlobStore blobs, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** Makes the file if all parts are there and nobody else does. A failure is logged; the timer tries again. */
    void tryTo(UUID id) {
        record Claimed(Export export, List<ExportPart> parts) {}
        database.inTransaction(transaction -> ExportStore.claim(
                                transaction,
                                id,
                                clock.instant(),
                                clock.instant().plus(LEASE))
                        .map(export -> new Claimed(export, ExportStore.parts(transaction, id))))
                .ifPresent(claimed -> {
                    try {
                        make(claimed.export, claimed.parts);
                    } catch (SpoiltPartException e) {
                        Log.warn(
                                "a part is asked for again",
                                "exportId",
                                id,
                                "part",
                                e.part().app());
                        database.useTransaction(transaction -> ExportStore.forget(transaction, id, e.part()));
                        leaveUntil(id, clock.instant().plus(BACK_OFF));
                    } catch (RuntimeException e) {
                        Log.warn("an export is tried again", e, "exportId", id);
                        leaveUntil(id, clock.instant().plus(BACK_OFF));
                    }
                });
    }

    private void make(Export export, List<ExportPart> parts) {
        BlobStore.Written file = blobs.write(
                Export.CONTAINER,
                Export.blob(export.id()),
                "application/zip",
                out -> new ExportArchive(blobs, export, parts)
                        .writeTo(new LeasedOutput(out, clock, LEASE, until -> leaveUntil(export.id(), until))));
        Export ready = export.ready(clock.instant());
        boolean isWanted = database.inTransaction(transaction -> {
            boolean isReady = ExportStore.ready(transaction, ready);
            if (isReady) {
                outbox.append(transaction, ready.told());
            }
            return isReady;
        });
        if (isWanted) {
            Log.info("export is ready", "exportId", export.id(), "bytes", file.bytes());
            deleteParts(export.id());
        } else {
            deleteUnwanted(export.id());
        }
    }

    /** A file that was made although the customer has gone meanwhile; one that another has made is the same, and stays. */
    private void deleteUnwanted(UUID id) {
        boolean isAnothers = database.withHandle(handle -> ExportStore.find(handle, id))
                .filter(export -> export.state() == Export.State.READY)
                .isPresent();
        if (!isAnothers) {
            blobs.delete(Export.CONTAINER, Export.blob(id));
            leaveUntil(id, clock.instant());
        }
    }

    private void leaveUntil(UUID id, Instant moment) {
        database.useTransaction(transaction -> ExportStore.leaveUntil(transaction, id, moment));
    }

    void deleteParts(UUID id) {
        GdprEvents.PARTICIPANTS.forEach(app -> blobs.delete(GdprParticipant.PARTS, Export.partBlob(id, app)));
        database.useTransaction(transaction -> ExportStore.partsAreGone(transaction, id));
    }

    /** Deletes all that there may be of an export. */
    void expire(UUID id) {
        blobs.delete(Export.CONTAINER, Export.blob(id));
        deleteParts(id);
        database.useTransaction(transaction -> ExportStore.expired(transaction, id));
    }
}
