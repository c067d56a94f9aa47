package dev.quayside.catalog.products;

import dev.quayside.catalog.stock.Inventory;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Validated;
import java.util.Map;
import java.util.regex.Pattern;

/** What callers may send about products and categories. */
final class ProductRequests {

    private static final Pattern SKU = Pattern.compile("[A-Z0-9][A-Z0-9-]{1,31}");
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{1,63}");
    private static final Pattern ATTRIBUTE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._-]{0,63}");
    private static final int MOST_ATTRIBUTES = 50;
    private static final int MOST_GRAMS = 10_000_000;

    private ProductRequests() {}

    /** Body of {@code POST /products}. */
    record Creation(
            String sku,
            String name,
            String description,
            String category,
            Price price,
            Integer weightGrams,
            Map<String, String> attributes,
            Integer initialStock,
            Integer lowStockThreshold)
            implements Validated {

        @Override
        public void validate(Check check) {
            if (check.present(sku, "sku")) {
                check.that(
                        SKU.matcher(sku).matches(), "sku", "must have 2 to 32 of A-Z, 0-9 and -, not beginning with -");
            }
            validateCommon(check, name, description, category, price, weightGrams, attributes, lowStockThreshold);
            if (initialStock != null) {
                check.range(initialStock, "initialStock", 0, Inventory.MOST_PIECES);
            }
        }

        String descriptionOrEmpty() {
            return description == null ? "" : description;
        }

        Map<String, String> attributesOrNone() {
            return attributes == null ? Map.of() : attributes;
        }

        int initialStockOrNone() {
            return initialStock == null ? 0 : initialStock;
        }

        int lowStockThresholdOrNone() {
            return lowStockThreshold == null ? 0 : lowStockThreshold;
        }
    }

    /** Body of {@code PUT /products/{id}}: the product as it shall be; the SKU stays. */
    record Change(
            String name,
            String description,
            String category,
            Price price,
            Integer weightGrams,
            Map<String, String> attributes,
            ProductStatus status,
            Integer lowStockThreshold)
            implements Validated {

        @Override
        public void validate(Check check) {
            validateCommon(check, name, description, category, price, weightGrams, attributes, lowStockThreshold);
        }

        String descriptionOrEmpty() {
            return description == null ? "" : description;
        }

        Map<String, String> attributesOrNone() {
            return attributes == null ? Map.of() : attributes;
        }
    }

    /** Body of {@code POST /categories}. */
    record NewCategory(String slug, String name) implements Validated {

        @Override
        public void validate(Check check) {
            if (check.present(slug, "slug")) {
                check.that(
                        SLUG.matcher(slug).matches(),
                        "slug",
                        "must have 2 to 64 of a-z, 0-9 and -, not beginning with -");
            }
            check.text(name, "name", 1, 100);
        }
    }

    private static void validateCommon(
            Check check,
            String name,
            String description,
            String category,
            Price price,
            Integer weightGrams,
            Map<String, String> attributes,
            Integer lowStockThreshold) {
        check.text(name, "name", 1, 200);
        check.optionalText(description, "description", 0, 4_000);
        check.text(category, "category", 1, 64);
        check.nested(price, "price");
        check.range(weightGrams, "weightGrams", 1, MOST_GRAMS);
        validateAttributes(check, attributes);
        if (lowStockThreshold != null) {
            check.range(lowStockThreshold, "lowStockThreshold", 0, Inventory.MOST_PIECES);
        }
    }

    private static void validateAttributes(Check check, Map<String, String> attributes) {
        if (attributes == null) {
            return;
        }
        check.that(
                attributes.size() <= MOST_ATTRIBUTES,
                "attributes",
                "must have at most " + MOST_ATTRIBUTES + " entries");
        check.that(
                attributes.keySet().stream()
                        .allMatch(name -> ATTRIBUTE.matcher(name).matches()),
                "attributes",
                "must have names of 1 to 64 letters, digits, spaces and . _ -");
        check.that(
                attributes.values().stream().allMatch(value -> value != null && value.length() <= 500),
                "attributes",
                "must have texts of at most 500 characters as values");
    }
}
