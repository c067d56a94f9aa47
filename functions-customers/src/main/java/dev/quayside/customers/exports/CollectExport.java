package dev.quayside.customers.exports;

import dev.quayside.shared.contracts.GdprEvents;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.gdpr.GdprParticipant;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.telemetry.Log;

/** Takes note of the parts that apps have written, in whatever order and however often they tell; the last makes it whole. */
public final class CollectExport {

    private final Database database;
    private final BlobStore blobs;
    private final MakeExport make;

    public CollectExport(Database database, BlobStore blobs, MakeExport make) {
        this.database = database;
        this.blobs = blobs;
        this.make = make;
    }

    /** @throws MalformedEventException if it is not a part that can be of an export */
    public void handle(CloudEvent event) {
        ExportPartReady part = checked(event.data(ExportPartReady.class));
        if (!isTaken(part)) {
            // Of an export that is made, expired or erased: written again by an app that was asked twice.
            Log.info("part is not wanted", "exportId", part.exportId(), "part", part.app());
            blobs.delete(GdprParticipant.PARTS, part.blob());
            return;
        }
        make.tryTo(part.exportId());
    }

    private boolean isTaken(ExportPartReady part) {
        return database.inTransaction(transaction -> {
            boolean isWanted = ExportStore.lock(transaction, part.exportId())
                    .filter(export -> export.isCollecting())
                    .isPresent();
            if (isWanted) {
                ExportStore.write(
                        transaction,
                        part.exportId(),
                        new ExportPart(part.app(), part.sha256(), part.rows(), part.bytes()));
            }
            return isWanted;
        });
    }

    private static ExportPartReady checked(ExportPartReady part) {
        if (part.exportId() == null || part.sha256() == null || !GdprEvents.PARTICIPANTS.contains(part.app())) {
            throw new MalformedEventException("a part needs its export, a known app and its hash", null);
        }
        if (!Export.partBlob(part.exportId(), part.app()).equals(part.blob())) {
            throw new MalformedEventException("a part has to be named after its export and its app", null);
        }
        return part;
    }
}
