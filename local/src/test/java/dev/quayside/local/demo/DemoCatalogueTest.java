package dev.quayside.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoCatalogueTest {
    private final DemoCatalogue catalogue = DemoCatalogue.read();

    @Test
    void there_are_200_different_products_in_12_categories_of_like_size() {
        assertThat(catalogue.categories()).hasSize(12);
        assertThat(catalogue.products()).hasSize(200);
        assertThat(catalogue.products()).extracting(DemoProduct::sku).doesNotHaveDuplicates();
        assertThat(catalogue.products()).extracting(DemoProduct::name).doesNotHaveDuplicates();
        assertThat(catalogue.products().stream()
                        .collect(Collectors.groupingBy(DemoProduct::category, Collectors.counting()))
                        .values())
                .allMatch(count -> count == 16 || count == 17);
    }

    @Test
    void the_first_products_have_the_stock_that_documentation_promises() {
        assertThat(catalogue.products().subList(0, 4))
                .extracting(product -> product.sku() + ": " + product.stock())
                .containsExactly("QS-1001: 1000", "QS-1002: 500", "QS-1003: 3", "QS-1004: 0");
        assertThat(catalogue.products().subList(4, 200)).allMatch(product -> product.stock() > 0);
    }

    @Test
    void every_product_costs_and_weighs_something() {
        assertThat(catalogue.products()).allMatch(product -> product.cents() > 0 && product.grams() > 0);
    }
}
