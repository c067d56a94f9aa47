package dev.quayside.housekeeping.retention;

import java.time.Instant;
import java.util.List;

/**
 * What goes when: a row of {@code retention_rules}, at a moment.
 *
 * @param before what is older goes
 * @param batch how many rows at most in one transaction
 * @param counts function that says how much would go
 * @param takes function that deletes a batch, or reads one
 * @param removes function that removes what is archived; null for other actions
 * @param omits what is left out of the archive
 */
record Rule(
        String name,
        Instant before,
        int batch,
        Action action,
        String counts,
        String takes,
        String removes,
        List<String> omits) {

    /** What becomes of it. */
    enum Action {
        DELETE,

        /** It is written to Blob Storage, and then goes. */
        ARCHIVE,

        /** The customers are to be forgotten, by all apps. */
        ERASE
    }
}
