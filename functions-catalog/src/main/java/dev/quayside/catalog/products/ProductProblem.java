package dev.quayside.catalog.products;

import dev.quayside.shared.http.ProblemType;

/** Why a product or category cannot be written. */
public enum ProductProblem implements ProblemType {
    SKU_TAKEN("sku-taken", 409, "There is a product with this SKU"),
    CATEGORY_TAKEN("category-taken", 409, "There is a category with this slug"),
    PRODUCT_DISCONTINUED("product-discontinued", 409, "A discontinued product cannot be changed");

    private final String slug;
    private final int status;
    private final String title;

    ProductProblem(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    @Override
    public String slug() {
        return slug;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
