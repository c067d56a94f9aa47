package dev.quayside.catalog.products;

/** Whether a product can be bought. Discontinued is final: who wants it back gives it a new SKU. */
public enum ProductStatus {
    ACTIVE,
    DISCONTINUED
}
