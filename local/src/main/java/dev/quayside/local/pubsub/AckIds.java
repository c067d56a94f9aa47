package dev.quayside.local.pubsub;

import java.util.LinkedHashSet;
import java.util.Set;

/** The requests of a connection that were carried out lately, so that a repeated one is not carried out again. */
final class AckIds {
    /** A client repeats what it has no answer to; so many requests it does not have on the way at once. */
    private static final int REMEMBERED = 1_000;

    private Set<Long> ids = Set.of();

    boolean contains(long ackId) {
        return ids.contains(ackId);
    }

    void remember(long ackId) {
        if (ids.isEmpty()) {
            ids = new LinkedHashSet<>();
        } else if (ids.size() == REMEMBERED) {
            ids.remove(ids.iterator().next());
        }
        ids.add(ackId);
    }
}
