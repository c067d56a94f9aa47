package dev.quayside.catalog.searching;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How products are matched.
 *
 * @param kind by their words or by the beginning of their SKU
 * @param text the words, or the beginning in upper case
 */
record Wanted(Kind kind, String text) {

    enum Kind {
        SKU,
        WORDS
    }

    private static final Pattern SKU_BEGINNING = Pattern.compile("[A-Z0-9]+-[A-Z0-9-]{0,30}");
    private static final Pattern EXCLUSION_OR_PHRASE = Pattern.compile("(^|\\s)-|\"");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    static Wanted words(String text) {
        return new Wanted(Kind.WORDS, text);
    }

    static Wanted skuBeginning(String text) {
        return new Wanted(Kind.SKU, text.toUpperCase(Locale.ROOT));
    }

    /** Letters or digits with a hyphen and nothing else; words look like this too, but rarely. */
    static boolean looksLikeSku(String text) {
        return SKU_BEGINNING.matcher(text.toUpperCase(Locale.ROOT)).matches();
    }

    /** Whether every word is to be found, so that each may be replaced by another spelling. */
    boolean isPlain() {
        return !EXCLUSION_OR_PHRASE.matcher(text).find();
    }

    /** Whether nothing is asked for but to leave something out: everything else is no result. */
    boolean onlyExcludes() {
        return kind == Kind.WORDS && SPACE.splitAsStream(text).allMatch(word -> word.startsWith("-"));
    }
}
