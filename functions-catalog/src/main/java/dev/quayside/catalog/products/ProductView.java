package dev.quayside.catalog.products;

import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A product as every caller sees it.
 *
 * @param available whether at least one piece can be bought now; how many is the employees' to know
 */
public record ProductView(
        UUID id,
        String sku,
        String name,
        String description,
        Category category,
        Money price,
        int weightGrams,
        Map<String, String> attributes,
        ProductStatus status,
        boolean available,
        Instant createdAt,
        Instant updatedAt) {

    static ProductView of(Product product, boolean inStock) {
        return new ProductView(
                product.id(),
                product.sku(),
                product.name(),
                product.description(),
                product.category(),
                product.price(),
                product.weightGrams(),
                product.attributes(),
                product.status(),
                inStock && product.status() == ProductStatus.ACTIVE,
                product.createdAt(),
                product.updatedAt());
    }
}
