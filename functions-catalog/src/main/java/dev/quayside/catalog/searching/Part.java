package dev.quayside.catalog.searching;

import java.util.Optional;

/**
 * Some of all products, picked by chance.
 *
 * @param count of how many parts it is one: 1, 2, 4 and so on to 256
 * @param number from 0
 */
record Part(int count, int number) {

    private static final int MOST = 256;

    static final Part ALL = new Part(1, 0);

    /** Enough to tell few from many. */
    static final Part PROBE = new Part(MOST, 0);

    Part {
        if (count < 1 || count > MOST || Integer.bitCount(count) != 1 || number < 0 || number >= count) {
            throw new IllegalArgumentException("There is no part " + number + " of " + count);
        }
    }

    /**
     * The first part in which about {@code target} hits are.
     *
     * @param hitsInProbe how many were in {@link #PROBE}
     */
    static Part holding(int target, int hitsInProbe) {
        double expectedInAll = (double) PROBE.count * Math.max(1, hitsInProbe);
        int count = 2;
        while (count < MOST && expectedInAll / count > target) {
            count *= 2;
        }
        return new Part(count, 0);
    }

    Optional<Part> next() {
        return number + 1 < count ? Optional.of(new Part(count, number + 1)) : Optional.empty();
    }

    /** Its number in the binary tree that the column {@code parts} is made of. */
    int treeNumber() {
        return count + number;
    }
}
