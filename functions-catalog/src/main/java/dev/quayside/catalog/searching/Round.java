package dev.quayside.catalog.searching;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The hits that are ranked together. A search that finds few products ranks them all in one round. One that finds tens
 * of thousands would take long to rank them, so it ranks those in a random part of the products, then those in the
 * next, and so on. So every page costs the same.
 *
 * @param hits best first
 */
record Round(Wanted wanted, List<Hit> hits, Part part) {

    /** Most hits that are ranked at once: some milliseconds of work. */
    private static final int MOST = 1_000;

    /** So many hits in the probe mean more than {@link #MOST} in all, beyond doubt. */
    private static final int MANY = 15;

    Round {
        hits = hits.stream().sorted(Hit.BEST_FIRST).toList();
    }

    static Round first(Handle handle, Wanted wanted, SearchRequest request) {
        if (wanted.onlyExcludes()) {
            return new Round(wanted, List.of(), Part.ALL);
        }
        int probe = HitStore.count(handle, wanted, request, Part.PROBE);
        if (probe < MANY) {
            List<Hit> all = HitStore.find(handle, wanted, request, MOST + 1);
            if (all.size() <= MOST) {
                return new Round(wanted, all, Part.ALL);
            }
        }
        return of(handle, wanted, request, Part.holding(MOST, probe));
    }

    /** A later round, or the first one again. */
    static Round of(Handle handle, Wanted wanted, SearchRequest request, Part part) {
        List<Hit> hits = part.equals(Part.ALL)
                ? HitStore.find(handle, wanted, request, HitStore.MOST)
                : HitStore.find(handle, wanted, request, part);
        return new Round(wanted, hits, part);
    }

    /** What is left of this round after a page that ended within it. */
    Round after(Place place) {
        return new Round(wanted, hits.stream().filter(place::isBefore).toList(), part);
    }

    List<Place> places(int most) {
        return hits.stream()
                .limit(most)
                .map(hit -> new Place(wanted, part, hit.rank(), hit.id()))
                .toList();
    }

    /** Whether it ranks everything that was found. */
    boolean isComplete() {
        return part.equals(Part.ALL);
    }

    /** How many times as many there are in all, about. */
    int scale() {
        return part.count();
    }
}
