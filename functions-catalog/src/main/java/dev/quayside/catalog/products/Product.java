package dev.quayside.catalog.products;

import dev.quayside.shared.contracts.CatalogEvents.ProductCreated;
import dev.quayside.shared.contracts.CatalogEvents.ProductDiscontinued;
import dev.quayside.shared.contracts.CatalogEvents.ProductEvent;
import dev.quayside.shared.contracts.CatalogEvents.ProductUpdated;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something that can be bought.
 *
 * @param sku the article number: what orders and stock name it by; never changes
 * @param price net, for one piece
 * @param version grows with every change
 */
record Product(
        UUID id,
        String sku,
        String name,
        String description,
        Category category,
        Money price,
        int weightGrams,
        Map<String, String> attributes,
        ProductStatus status,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    ProductEvent created() {
        return new ProductCreated(id, sku, name, price, weightGrams, version);
    }

    /** The outcome of a change. */
    sealed interface Change {

        record Changed(Product product, ProductEvent event) implements Change {}

        record Refused(ProductProblem reason) implements Change {}
    }

    /** This product with all that is asked for, one version on. */
    Change change(ProductRequests.Change request, Category newCategory, Instant now) {
        if (status == ProductStatus.DISCONTINUED) {
            return new Change.Refused(ProductProblem.PRODUCT_DISCONTINUED);
        }
        ProductStatus newStatus = request.status() == null ? status : request.status();
        Product changed = new Product(
                id,
                sku,
                request.name(),
                request.descriptionOrEmpty(),
                newCategory,
                request.price().money(),
                request.weightGrams(),
                request.attributesOrNone(),
                newStatus,
                version + 1,
                createdAt,
                now);
        return new Change.Changed(
                changed,
                switch (newStatus) {
                    case ACTIVE ->
                        new ProductUpdated(id, sku, changed.name, changed.price, changed.weightGrams, changed.version);
                    case DISCONTINUED -> new ProductDiscontinued(id, sku, changed.version);
                });
    }
}
