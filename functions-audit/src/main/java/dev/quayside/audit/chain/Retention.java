package dev.quayside.audit.chain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Whether the beginning of a chain may be gone. Only what is ten years old goes; that it is so old is not for the
 * database to say, but for an anchor that was made that long ago and knew it.
 */
public final class Retention {

    private static final int YEARS = 10;

    /**
     * What was recorded is in an anchor a day later, or when the storage is back; and goes a day before its time, since
     * clocks differ.
     */
    private static final int SLACK_DAYS = 7;

    private Retention() {}

    /** Anchors that were made later cannot know what may be gone. */
    public static Instant lastVouching(Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .minusYears(YEARS)
                .plusDays(SLACK_DAYS)
                .toInstant();
    }

    /**
     * What was removed of a chain before its time; empty if nothing was.
     *
     * @param gone the last place that is not there, or without what was archived; 0 if there is none
     * @param anchors of any age
     */
    public static Optional<Break> removedEarly(String stream, long gone, Collection<Anchor> anchors, Instant now) {
        if (gone == 0) {
            return Optional.empty();
        }
        Instant last = lastVouching(now);
        // By when it was made, which is signed: the day of an anchor that was made up for is no proof.
        long known = anchors.stream()
                .filter(anchor -> !anchor.at().isAfter(last))
                .max(Comparator.comparing(Anchor::at))
                .flatMap(anchor -> anchor.head(stream))
                .map(ChainEnd::seq)
                .orElse(0L);
        return known >= gone ? Optional.empty() : Optional.of(removed(stream, known + 1, gone));
    }

    private static Break removed(String stream, long from, long to) {
        return new Break(
                Break.Kind.REMOVED_EARLY,
                from,
                "entries of " + stream + " from " + from + " to " + to
                        + " were removed before their time: no anchor that is " + YEARS + " years old knows them");
    }
}
