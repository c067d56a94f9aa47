package dev.quayside.catalog.stock;

import dev.quayside.shared.http.ProblemType;

/** Why stock cannot be corrected. */
public enum StockProblem implements ProblemType {
    BELOW_RESERVED("stock-below-reserved", 409, "More pieces are reserved than would be left"),
    TOO_MANY_PIECES("too-many-pieces", 409, "There cannot be more than 1,000,000,000 pieces of a product");

    private final String slug;
    private final int status;
    private final String title;

    StockProblem(String slug, int status, String title) {
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
