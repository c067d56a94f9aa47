package dev.quayside.catalog.products;

/**
 * A kind of products.
 *
 * @param slug its identity, {@code garden-tools}
 * @param name as people read it
 */
public record Category(String slug, String name) {}
