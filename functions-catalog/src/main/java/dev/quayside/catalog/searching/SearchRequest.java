package dev.quayside.catalog.searching;

import dev.quayside.catalog.products.Price;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import java.util.Currency;
import java.util.Optional;

/**
 * What a caller searches for.
 *
 * @param text words as typed
 * @param category only products of this category
 * @param price only products with such a price
 * @param currency of the price and of the price bands
 * @param availableOnly leaves out what is sold out
 */
record SearchRequest(
        String text, Optional<String> category, Optional<PriceRange> price, String currency, boolean availableOnly) {

    static final int MOST_CHARACTERS = 200;

    /** Minor units, both ends included. */
    record PriceRange(long least, long most) {}

    static SearchRequest of(Call call) {
        return new SearchRequest(text(call), call.query("category"), price(call), currency(call), availableOnly(call));
    }

    private static String text(Call call) {
        String text = call.query("q")
                .orElseThrow(() -> ProblemException.invalidParameter("q", "is required"))
                .strip();
        if (text.length() > MOST_CHARACTERS) {
            throw ProblemException.invalidParameter("q", "must have at most " + MOST_CHARACTERS + " characters");
        }
        return text;
    }

    private static Optional<PriceRange> price(Call call) {
        if (call.query("priceMin").isEmpty() && call.query("priceMax").isEmpty()) {
            return Optional.empty();
        }
        long least = call.queryNumber("priceMin", 0, 0, Price.MOST);
        return Optional.of(new PriceRange(least, call.queryNumber("priceMax", Price.MOST, least, Price.MOST)));
    }

    private static String currency(Call call) {
        String code = call.query("currency").orElse("EUR");
        try {
            return Currency.getInstance(code).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidParameter("currency", "must be an ISO 4217 currency code");
        }
    }

    private static boolean availableOnly(Call call) {
        String text = call.query("available").orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw ProblemException.invalidParameter("available", "must be true or false");
        }
        return text.equals("true");
    }
}
