package dev.quayside.housekeeping.invariants;

/** The level of an article, and what its movements add up to. */
record StockBook(String sku, long onHand, long movedOnHand, long reserved, long movedReserved) {

    boolean balances() {
        return onHand == movedOnHand && reserved == movedReserved;
    }
}
