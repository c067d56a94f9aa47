package dev.quayside.catalog.stock;

import dev.quayside.shared.contracts.CatalogEvents.StockLow;
import java.util.Optional;
import java.util.UUID;

/**
 * How many pieces of an article there are.
 *
 * @param onHand in the warehouse
 * @param reserved of these, set aside for orders
 * @param lowThreshold fewer available pieces than this are told as low; 0 for never
 */
record StockLevel(UUID productId, String sku, int onHand, int reserved, int lowThreshold) {

    /** Far above any warehouse, far below what an int holds. */
    static final int MOST_PIECES = 1_000_000_000;

    int available() {
        return onHand - reserved;
    }

    /** What to tell if this level has just fallen below the threshold; once per crossing. */
    Optional<StockLow> lowAfter(int availableBefore) {
        boolean crossed = availableBefore >= lowThreshold && available() < lowThreshold;
        return crossed ? Optional.of(new StockLow(sku, available(), lowThreshold)) : Optional.empty();
    }

    /** The outcome of a correction. */
    sealed interface Correction {

        /** @param delta change of the pieces on hand; 0 if the count was right */
        record Accepted(StockLevel level, int delta) implements Correction {}

        record Refused(StockProblem reason) implements Correction {}
    }

    /** Corrects the pieces on hand; what is reserved is promised and must stay there. */
    Correction correctTo(long newOnHand) {
        if (newOnHand < reserved) {
            return new Correction.Refused(StockProblem.BELOW_RESERVED);
        }
        if (newOnHand > MOST_PIECES) {
            return new Correction.Refused(StockProblem.TOO_MANY_PIECES);
        }
        int corrected = (int) newOnHand;
        return new Correction.Accepted(
                new StockLevel(productId, sku, corrected, reserved, lowThreshold), corrected - onHand);
    }
}
