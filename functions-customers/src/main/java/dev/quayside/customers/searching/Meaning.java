package dev.quayside.customers.searching;

import java.util.List;

/**
 * What the typed words may mean: for each the words that customers are named with.
 *
 * @param alternatives one list a typed word; a customer has to have one of each
 */
record Meaning(List<List<String>> alternatives) {

    /** How far the words may be from what was typed, nearest first. */
    enum Reach {
        /** As typed. */
        EXACT,
        /** Unknown words begin so: typing is not finished. */
        BEGINNING,
        /** Unknown words are spelt alike: they are mistyped. */
        ALIKE,
        /** All words begin so: the unfinished one is a word already. */
        ALL_BEGINNING,
        /** All words are spelt alike: misheard, or mistyped into another word. */
        ALL_ALIKE
    }

    Meaning {
        alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    /** Whether somebody could have it: there are words, and each means something. */
    boolean isPossible() {
        return !alternatives.isEmpty() && alternatives.stream().noneMatch(List::isEmpty);
    }
}
