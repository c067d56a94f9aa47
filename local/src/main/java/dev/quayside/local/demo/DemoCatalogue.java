package dev.quayside.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * 200 products in 12 categories, made from what {@code demo/catalogue.json} says: each thing in each of its
 * variants. The first five SKUs have a role of their own in documentation and tests.
 */
record DemoCatalogue(List<Category> categories, List<DemoProduct> products) {
    static final int SIZE = 200;

    /** The product that is discontinued once all are there. */
    static final String DISCONTINUED = "QS-1005";

    private static final int FIRST_NUMBER = 1001;
    private static final Map<String, Integer> STOCK =
            Map.of("QS-1001", 1000, "QS-1002", 500, "QS-1003", 3, "QS-1004", 0, DISCONTINUED, 20);
    private static final int[] STEP_PERCENT = {100, 150, 210};
    private static final List<String> ATTRIBUTES_THAT_COST_NOTHING = List.of("colour", "light");

    record Category(String slug, String name, String attribute, List<String> variants, List<Thing> things) {}

    record Thing(String name, String description, long cents, int grams) {}

    private record Source(List<Category> categories) {}

    static DemoCatalogue read() {
        try (InputStream source = DemoCatalogue.class.getResourceAsStream("/demo/catalogue.json")) {
            List<Category> categories =
                    new ObjectMapper().readValue(source, Source.class).categories();
            return new DemoCatalogue(categories, products(categories));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The categories share the products evenly; the first ones take what is left over. */
    private static List<DemoProduct> products(List<Category> categories) {
        List<DemoProduct> products = new ArrayList<>();
        int even = SIZE / categories.size();
        int leftOver = SIZE % categories.size();
        for (Category category : categories) {
            int share = leftOver-- > 0 ? even + 1 : even;
            for (int i = 0; i < share; i++) {
                products.add(product(FIRST_NUMBER + products.size(), category, i));
            }
        }
        return List.copyOf(products);
    }

    private static DemoProduct product(int number, Category category, int index) {
        String sku = "QS-" + number;
        int step = index % category.variants().size();
        String variant = category.variants().get(step);
        Thing thing = category.things().get(index / category.variants().size());
        int percent = ATTRIBUTES_THAT_COST_NOTHING.contains(category.attribute()) ? 100 : STEP_PERCENT[step];
        return new DemoProduct(
                sku,
                thing.name() + ", " + variant,
                thing.description(),
                category.slug(),
                thing.cents() * percent / 100,
                thing.grams() * percent / 100,
                Map.of(category.attribute(), variant),
                STOCK.getOrDefault(sku, 50 + number * 37 % 400));
    }
}
