package dev.quayside.audit.chain;

import java.util.List;

/**
 * Tells what happened where a row is not the one that belongs there. A row's link proves which place it was made for,
 * whatever place it claims now; so among the rows that follow, the genuine ones can be found.
 */
final class Diagnosis {

    private static final int MOST_MISSING = 1_000;

    private final ChainEnd before;
    private final List<ChainRow> window;

    private Diagnosis(ChainEnd before, List<ChainRow> window) {
        this.before = before;
        this.window = window;
    }

    /**
     * @param before the last good place
     * @param window what follows it; its first row does not belong there
     */
    static Break of(ChainEnd before, List<ChainRow> window) {
        return new Diagnosis(before, window).tell();
    }

    private Break tell() {
        ChainRow first = window.get(0);
        long place = before.seq() + 1;
        int genuine = find(before.link(), place, 0);
        if (genuine >= 0) {
            return outOfOrder(first, genuine);
        }
        if (first.seq() > place) {
            return removed(place, first.seq() - 1);
        }
        long missing = missingBefore(first);
        return missing > 0
                ? removed(place, place + missing - 1)
                : new Break(Break.Kind.CHANGED, place, "the row is not the one that was written there");
    }

    private static Break removed(long from, long to) {
        String detail = from == to ? "row " + from + " is missing" : "rows " + from + " to " + to + " are missing";
        return new Break(Break.Kind.REMOVED, from, detail);
    }

    /** The genuine row follows later: the first one has either moved here from its own place, or has none. */
    private Break outOfOrder(ChainRow first, int genuine) {
        long place = before.seq() + 1;
        String link = window.get(genuine).link();
        int at = genuine;
        for (long next = place + 1; next <= place + window.size(); next++) {
            if (first.belongs(link, next)) {
                return new Break(Break.Kind.REORDERED, place, "the row that belongs at " + next + " stands here");
            }
            at = find(link, next, at + 1);
            if (at < 0) {
                break;
            }
            link = window.get(at).link();
        }
        return new Break(Break.Kind.INSERTED, place, "a row stands here that was never written there");
    }

    /** How many rows were taken out before {@code first}, if those behind it were moved up. */
    private long missingBefore(ChainRow first) {
        if (window.size() < 2) {
            return 0;
        }
        for (long missing = 1; missing <= MOST_MISSING; missing++) {
            if (window.get(1).belongs(first.link(), before.seq() + missing + 2)) {
                return missing;
            }
        }
        return 0;
    }

    /** Where in the window the row is that belongs at a place, looked for from an index on and then before it. */
    private int find(String link, long place, int from) {
        int size = window.size();
        for (int i = 0; i < size; i++) {
            int index = (from + i) % size;
            if (window.get(index).belongs(link, place)) {
                return index;
            }
        }
        return -1;
    }
}
