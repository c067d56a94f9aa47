package dev.quayside.local.demo;

import java.util.Map;

/**
 * A product of the demo catalogue.
 *
 * @param category its slug
 * @param cents net price of one piece in euro cents
 * @param stock pieces there are when it is created
 */
record DemoProduct(
        String sku,
        String name,
        String description,
        String category,
        long cents,
        int grams,
        Map<String, String> attributes,
        int stock) {}
