package dev.quayside.audit.anchors;

import dev.quayside.audit.chain.Anchor;
import dev.quayside.audit.chain.AnchorKeys;
import dev.quayside.audit.chain.AnchorSigner;
import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the anchor of each day, signed, where it can be written once and never changed. Runs more often than daily, so
 * that a day on which something was away is made up for. Safe to run again at any line and by two instances at once: the
 * first to write an anchor wins, and the other takes it as it is.
 */
public final class AnchorChains {

    private final Database database;
    private final AnchorArchive archive;
    private final AnchorSigner signer;
    private final AnchorKeys keys;
    private final CheckAnchors check;
    private final CheckStarts starts;
    private final Clock clock;

    public AnchorChains(
            Database database,
            BlobStore blobs,
            AnchorSettings settings,
            CheckAnchors check,
            CheckStarts starts,
            Clock clock) {
        this.database = database;
        this.archive = new AnchorArchive(blobs, settings.container());
        this.signer = new AnchorSigner(settings.privateKey()::reveal, settings.keys());
        this.keys = settings.keys();
        this.check = check;
        this.starts = starts;
        this.clock = clock;
    }

    /**
     * Writes the anchors that are missing.
     *
     * @return how many were written
     * @throws IllegalStateException if the chains are not what the last anchor says, or lack what must not be gone yet:
     *     that is not signed anew
     */
    public int run() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Optional<AnchorStore.Noted> last =
                database.withHandle(handle -> AnchorStore.list(handle, LocalDate.MAX, 1)).stream()
                        .findFirst();
        LocalDate day = last.map(anchor -> anchor.day().plusDays(1)).orElse(today);
        if (!day.isAfter(today)) {
            requireBeginnings();
        }
        int written = 0;
        for (; !day.isAfter(today); written++) {
            last = Optional.of(write(day, last));
            Log.info("anchor written", "day", day, "sha256", last.get().sha256());
            day = day.plusDays(1);
        }
        if (written > 0 && !archive.isImmutable()) {
            Log.warn("the container of the anchors has no immutability policy: only their signatures protect them");
        }
        return written;
    }

    private void requireBeginnings() {
        starts.removedEarly().values().stream().findFirst().ifPresent(removed -> {
            throw new IllegalStateException("No anchor is signed, since " + removed.detail());
        });
    }

    private AnchorStore.Noted write(LocalDate day, Optional<AnchorStore.Noted> last) {
        Map<String, ChainEnd> heads = database.inTransaction(transaction -> {
            Map<String, ChainEnd> ends = AnchorStore.heads(transaction);
            last.map(anchor -> check.compare(transaction, keys.verified(anchor.document()), List.copyOf(ends.keySet())))
                    .filter(compared -> !compared.holds())
                    .ifPresent(broken -> {
                        throw new IllegalStateException(
                                "No anchor is signed, since the one before does not hold: " + broken.problem());
                    });
            return ends;
        });
        Anchor anchor = new Anchor(
                day,
                Instant.now(clock).truncatedTo(ChronoUnit.MILLIS),
                heads,
                last.map(before -> new Anchor.Previous(before.day(), before.sha256()))
                        .orElse(null));
        String document = archive.writeOnce(day, signer.sign(anchor));
        // Another instance may have written it: then it is not the one of here, but one of ours.
        keys.verified(document);
        AnchorStore.Noted noted = new AnchorStore.Noted(day, AnchorKeys.sha256(document), document);
        database.useTransaction(transaction -> AnchorStore.note(transaction, noted));
        return noted;
    }
}
