package dev.quayside.orders.placing;

import dev.quayside.shared.kernel.Money;
import java.util.Map;

/**
 * What the articles of one order cost at this moment, and the tax where it goes.
 *
 * @param articles by SKU; unknown ones are missing
 * @param taxBasisPoints null if the country is not delivered to
 */
record PriceList(Map<String, Article> articles, Integer taxBasisPoints) {

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
