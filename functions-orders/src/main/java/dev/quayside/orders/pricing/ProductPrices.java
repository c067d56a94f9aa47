package dev.quayside.orders.pricing;

import dev.quayside.shared.contracts.CatalogEvents.ProductCreated;
import dev.quayside.shared.contracts.CatalogEvents.ProductDiscontinued;
import dev.quayside.shared.contracts.CatalogEvents.ProductUpdated;
import dev.quayside.shared.events.CloudEvent;
import org.jdbi.v3.core.Handle;

/** Keeps the projection {@code product_prices}: the newest version of each product, in whatever order they come. */
public final class ProductPrices {

    private ProductPrices() {}

    /** @return false if the event is none about a product's price */
    public static boolean apply(Handle transaction, CloudEvent event) {
        switch (event.type()) {
            case ProductCreated.TYPE -> {
                ProductCreated product = event.data(ProductCreated.class);
                PriceStore.sold(
                        transaction,
                        product.sku(),
                        product.name(),
                        product.price(),
                        product.weightGrams(),
                        product.version());
            }
            case ProductUpdated.TYPE -> {
                ProductUpdated product = event.data(ProductUpdated.class);
                PriceStore.sold(
                        transaction,
                        product.sku(),
                        product.name(),
                        product.price(),
                        product.weightGrams(),
                        product.version());
            }
            case ProductDiscontinued.TYPE -> {
                ProductDiscontinued product = event.data(ProductDiscontinued.class);
                PriceStore.discontinued(transaction, product.sku(), product.version());
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
