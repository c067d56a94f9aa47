package dev.quayside.catalog.searching;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The hits that are ranked together. A search that finds few products ranks them all in one round. One that finds tens
 * of thousands would take long to rank them, so it ranks about {@link #TARGET} that chance picked, then as many others,
 * and so on: each round looks at some of the samples that the products are divided into. So every page costs the same.
 *
 * @param hits best first
 * @param width samples a round; all of them when the search ranks everything at once
 * @param number from 0
 */
record Round(Wanted wanted, List<Hit> hits, int width, int number) {

    /** Most hits that are ranked at once: some milliseconds of work. */
    private static final int MOST = 2_000;

    private static final int TARGET = 1_500;

    /** Samples looked at first, to tell few from many. */
    private static final int PROBE = 2;

    /** So many hits in the probe mean more than {@link #MOST} in all, beyond doubt. */
    private static final int MANY = 30;

    Round {
        hits = hits.stream().sorted(Hit.BEST_FIRST).toList();
    }

    static Round first(Handle handle, Wanted wanted, SearchRequest request) {
        if (wanted.onlyExcludes()) {
            return new Round(wanted, List.of(), HitStore.SAMPLES, 0);
        }
        List<Hit> probe = HitStore.find(handle, wanted, request, 0, PROBE);
        if (probe.size() < MANY) {
            List<Hit> all = HitStore.find(handle, wanted, request, MOST + 1);
            if (all.size() <= MOST) {
                return new Round(wanted, all, HitStore.SAMPLES, 0);
            }
        }
        // One less than all, even for chance's worst: a round of all samples is one that ranks everything.
        int width = Math.min(HitStore.SAMPLES - 1, Math.max(1, PROBE * TARGET / Math.max(1, probe.size())));
        return of(handle, wanted, request, width, 0);
    }

    /** A later round, or the first one again. */
    static Round of(Handle handle, Wanted wanted, SearchRequest request, int width, int number) {
        List<Hit> hits = width == HitStore.SAMPLES
                ? HitStore.find(handle, wanted, request, HitStore.MOST)
                : HitStore.find(
                        handle, wanted, request, width * number, Math.min(width * (number + 1), HitStore.SAMPLES));
        return new Round(wanted, hits, width, number);
    }

    /** What is left of this round after a page that ended within it. */
    Round after(Place place) {
        return new Round(wanted, hits.stream().filter(place::isBefore).toList(), width, number);
    }

    List<Place> places(int most) {
        return hits.stream()
                .limit(most)
                .map(hit -> new Place(wanted, width, number, hit.rank(), hit.id()))
                .toList();
    }

    boolean isLast() {
        return width * (number + 1) >= HitStore.SAMPLES;
    }

    /** Whether it ranks everything that was found. */
    boolean isComplete() {
        return width == HitStore.SAMPLES;
    }

    /** The part of all products that it looked at. */
    double share() {
        return (double) width / HitStore.SAMPLES;
    }
}
