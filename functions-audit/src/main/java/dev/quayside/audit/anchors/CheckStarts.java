package dev.quayside.audit.anchors;

import dev.quayside.audit.chain.Anchor;
import dev.quayside.audit.chain.AnchorKeys;
import dev.quayside.audit.chain.Break;
import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.audit.chain.InvalidAnchorException;
import dev.quayside.audit.chain.Retention;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Asks an anchor that is as old as what may be gone where the chains may start: finds a beginning that was removed
 * before its time.
 */
public final class CheckStarts {

    /** So many days are looked at for an anchor: the first nearly always has one that was made on it. */
    private static final int MOST_DAYS = 31;

    private final Database database;
    private final AnchorArchive archive;
    private final AnchorKeys keys;
    private final Clock clock;

    public CheckStarts(Database database, BlobStore blobs, AnchorSettings settings, Clock clock) {
        this.database = database;
        this.archive = new AnchorArchive(blobs, settings.container());
        this.keys = settings.keys();
        this.clock = clock;
    }

    /** What was removed before its time, by stream. */
    public Map<String, Break> removedEarly() {
        Map<String, ChainEnd> starts = database.withHandle(AnchorStore::starts);
        if (starts.isEmpty()) {
            return Map.of();
        }
        Instant now = clock.instant();
        List<Anchor> vouching = vouching(now).stream().toList();
        Map<String, Break> removed = new TreeMap<>();
        starts.forEach((stream, start) -> Retention.removedEarly(stream, start.seq(), vouching, now)
                .ifPresent(found -> removed.put(stream, found)));
        return removed;
    }

    /** The newest anchor that is old enough; whatever the database says of anchors. */
    private Optional<Anchor> vouching(Instant now) {
        Instant last = Retention.lastVouching(now);
        LocalDate day = LocalDate.ofInstant(last, ZoneOffset.UTC);
        return Stream.iterate(day, later -> later.minusDays(1))
                .limit(MOST_DAYS)
                .flatMap(each -> anchor(each).stream())
                .filter(anchor -> !anchor.at().isAfter(last))
                .findFirst();
    }

    private Optional<Anchor> anchor(LocalDate day) {
        try {
            return archive.read(day).map(keys::verified);
        } catch (InvalidAnchorException e) {
            Log.warn("an anchor vouches for nothing", e, "day", day);
            return Optional.empty();
        }
    }
}
