package dev.quayside.orders.placing;

import dev.quayside.shared.kernel.Money;
import java.util.Map;

/**
 * What the articles of one order cost at this moment, the tax where it goes, and whether there is still somebody to sell
 * them to: all that an order needs to know, in one question to the database.
 *
 * @param articles by SKU; unknown ones are missing
 * @param taxBasisPoints null if the country is not delivered to
 * @param forgotten whether the erasure of the customer has begun
 */
record PriceList(Map<String, Article> articles, Integer taxBasisPoints, boolean forgotten) {

    PriceList {
        articles = Map.copyOf(articles);
    }

    /**
     * An article of the catalog.
     *
     * @param unitPrice net, for one piece; null for one that was discontinued before it was heard of
     */
    record Article(String name, Money unitPrice, int weightGrams, boolean discontinued) {}
}
