package dev.quayside.catalog.searching;

import java.util.Comparator;
import java.util.UUID;

/**
 * A product that a search found.
 *
 * @param rank how well it fits; greater is better
 */
record Hit(UUID id, double rank, String category, String categoryName, long amount, String currency) {

    /** Best first, newest first among equals; ids compare as PostgreSQL compares them, by their bytes. */
    static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::rank)
            .thenComparing(hit -> hit.id().toString())
            .reversed();
}
