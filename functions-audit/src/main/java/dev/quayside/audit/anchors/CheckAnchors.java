package dev.quayside.audit.anchors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.audit.chain.Anchor;
import dev.quayside.audit.chain.AnchorKeys;
import dev.quayside.audit.chain.Break;
import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.audit.chain.InvalidAnchorException;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.storage.BlobStore;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Compares the chains with the newest anchors: finds a chain that was rewritten as a whole since. */
public final class CheckAnchors {

    private static final int NEWEST = 7;

    private final Database database;
    private final AnchorArchive archive;
    private final AnchorKeys keys;
    private final Clock clock;

    public CheckAnchors(Database database, BlobStore blobs, AnchorSettings settings, Clock clock) {
        this.database = database;
        this.archive = new AnchorArchive(blobs, settings.container());
        this.keys = settings.keys();
        this.clock = clock;
    }

    /**
     * Whether the chains are what an anchor says.
     *
     * @param at when it was signed; null if that cannot be known
     * @param problem the first thing that is wrong; null if nothing is
     * @param breaks where chains differ from it, by stream
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Check(
            LocalDate day,
            Instant at,
            boolean holds,
            String problem,
            @JsonIgnore Map<String, Break> breaks) {

        public Check {
            breaks = Map.copyOf(breaks);
        }

        private static Check failed(LocalDate day, String problem) {
            return new Check(day, null, false, problem, Map.of());
        }

        private static Check of(Anchor anchor, Map<String, Break> breaks) {
            String problem =
                    breaks.values().stream().map(Break::detail).findFirst().orElse(null);
            return new Check(anchor.day(), anchor.at(), breaks.isEmpty(), problem, breaks);
        }
    }

    /** The newest anchors there are, newest first; empty if none was ever written. */
    public List<Check> newest(Collection<String> streams) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Map<LocalDate, Optional<AnchorStore.Noted>> days = new TreeMap<>(Comparator.reverseOrder());
        database.withHandle(handle -> AnchorStore.list(handle, today.plusDays(1), NEWEST))
                .forEach(anchor -> days.put(anchor.day(), Optional.of(anchor)));
        // Also those that the database does not know of: that is where somebody would have taken them out.
        for (int back = 0; back < NEWEST; back++) {
            days.putIfAbsent(today.minusDays(back), Optional.empty());
        }
        return days.entrySet().stream()
                .flatMap(day -> check(day.getKey(), day.getValue(), streams).stream())
                .limit(NEWEST)
                .toList();
    }

    private Optional<Check> check(LocalDate day, Optional<AnchorStore.Noted> noted, Collection<String> streams) {
        Optional<String> document = archive.read(day);
        if (document.isEmpty()) {
            return noted.map(any -> Check.failed(day, "the anchor is not where it was written"));
        }
        if (noted.isPresent() && !noted.get().document().equals(document.get())) {
            return Optional.of(Check.failed(day, "the anchor is not the one that the database knows"));
        }
        try {
            Anchor anchor = keys.verified(document.get());
            return Optional.of(
                    anchor.day().equals(day)
                            ? database.inTransaction(transaction -> compare(transaction, anchor, streams))
                            : Check.failed(day, "the anchor is one of another day"));
        } catch (InvalidAnchorException e) {
            return Optional.of(Check.failed(day, e.getMessage()));
        }
    }

    Check compare(Handle transaction, Anchor anchor, Collection<String> streams) {
        Map<String, Break> breaks = new TreeMap<>();
        for (String stream : streams) {
            anchor.head(stream)
                    .filter(end -> differs(transaction, stream, end))
                    .map(end -> anchor.rewritten(stream))
                    .ifPresent(found -> breaks.put(stream, found));
        }
        return Check.of(anchor, breaks);
    }

    private static boolean differs(Handle transaction, String stream, ChainEnd anchored) {
        ChainEnd start = AnchorStore.start(transaction, stream).orElseGet(() -> ChainEnd.start(stream));
        if (anchored.seq() < start.seq()) {
            // Whether that may be gone is for an older anchor to say.
            return false;
        }
        Optional<ChainEnd> found = anchored.seq() == start.seq()
                ? Optional.of(start)
                : AnchorStore.at(transaction, stream, anchored.seq());
        return found.filter(anchored::equals).isEmpty();
    }
}
