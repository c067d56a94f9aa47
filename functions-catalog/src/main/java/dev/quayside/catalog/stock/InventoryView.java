package dev.quayside.catalog.stock;

import java.util.UUID;

/** A stock level as employees see it. */
record InventoryView(UUID productId, String sku, int onHand, int reserved, int available, int lowStockThreshold) {

    static InventoryView of(StockLevel level) {
        return new InventoryView(
                level.productId(),
                level.sku(),
                level.onHand(),
                level.reserved(),
                level.available(),
                level.lowThreshold());
    }
}
