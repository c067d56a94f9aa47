package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.CatalogEvents.ProductCreated;
import dev.quayside.shared.contracts.CatalogEvents.ProductDiscontinued;
import dev.quayside.shared.contracts.CatalogEvents.ProductUpdated;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.AtOnce;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrdersPricesTest {

    private static final UUID PRODUCT = Ids.newId();
    private static OrdersBench bench;

    @BeforeAll
    static void open() {
        bench = new OrdersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static void created(String sku, long price, long version) {
        bench.catalog(new ProductCreated(PRODUCT, sku, "Lamp", Money.of(price, "EUR"), 10, version));
    }

    private static void updated(String sku, long price, long version) {
        bench.catalog(new ProductUpdated(PRODUCT, sku, "Lamp", Money.of(price, "EUR"), 10, version));
    }

    /** Price and whether it is sold, as stored. */
    private static String known(String sku) {
        return bench.database
                .admin()
                .withHandle(handle -> handle.select(
                                "select coalesce(price::text, '?') || case when discontinued then ' gone' else '' end"
                                        + " from product_prices where sku = ?",
                                sku)
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void the_newest_version_wins_in_whatever_order_they_come() {
        updated("A", 300, 3);
        created("A", 100, 1);
        updated("A", 200, 2);
        assertThat(known("A")).isEqualTo("300");
        updated("A", 400, 4);
        assertThat(known("A")).isEqualTo("400");
    }

    @Test
    void a_product_is_gone_even_if_its_end_comes_first() {
        bench.catalog(new ProductDiscontinued(PRODUCT, "B", 3));
        created("B", 100, 1);
        updated("B", 200, 2);
        assertThat(known("B")).isEqualTo("? gone");
    }

    @Test
    void the_last_price_stays_when_a_product_goes() {
        created("C", 100, 1);
        bench.catalog(new ProductDiscontinued(PRODUCT, "C", 2));
        assertThat(known("C")).isEqualTo("100 gone");
    }

    @Test
    void the_same_event_twice_and_at_once_has_one_effect() throws Exception {
        String event = OrdersBench.envelope(new ProductCreated(PRODUCT, "D", "Lamp", Money.of(100, "EUR"), 10, 1));
        AtOnce.run(8, () -> bench.messages.onCatalogEvent(event, bench.context));
        assertThat(known("D")).isEqualTo("100");
    }

    @Test
    void every_country_we_deliver_to_has_a_tax_rate() {
        assertThat(bench.count("select count(distinct country) from tax_rates")).isEqualTo(31);
    }
}
