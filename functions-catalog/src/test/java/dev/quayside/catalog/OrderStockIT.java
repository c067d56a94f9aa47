package dev.quayside.catalog;

import static dev.quayside.catalog.SomeOrder.cancelled;
import static dev.quayside.catalog.SomeOrder.confirmed;
import static dev.quayside.catalog.SomeOrder.paid;
import static dev.quayside.catalog.SomeOrder.placed;
import static dev.quayside.catalog.SomeOrder.rejected;
import static dev.quayside.catalog.SomeOrder.shipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.contracts.OrderEvents.Line;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.testing.TestContext;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What order events do to the stock, in any order and more than once; {@link OrderStockRaceIT} has many at a time. */
class OrderStockIT {

    private static CatalogFixture catalog;

    private final UUID order = UUID.randomUUID();

    @BeforeAll
    static void open() {
        catalog = new CatalogFixture();
        catalog.createCategory("{\"slug\":\"tools\",\"name\":\"Tools\"}");
    }

    @AfterAll
    static void close() {
        catalog.close();
    }

    @AfterEach
    void books_balance() {
        assertThat(catalog.discrepancies()).isEmpty();
    }

    private static void expire(UUID order) {
        catalog.admin.useHandle(handle -> handle.createUpdate(
                        "update reservations set expires_at = now() - interval '1 second' where order_id = :id")
                .bind("id", order)
                .execute());
        catalog.stock.expireReservations("{}", new TestContext());
    }

    private List<String> told() {
        return catalog.told(order.toString());
    }

    @Test
    void all_lines_are_reserved() {
        String first = catalog.article(10);
        String second = catalog.article(5);
        catalog.receive(placed(order, new Line(second, 5), new Line(first, 2), new Line(first, 1)));
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.level(first)).isEqualTo("10/3");
        assertThat(catalog.level(second)).isEqualTo("5/5");
    }

    @Test
    void no_line_is_reserved_if_one_cannot_be() {
        String plenty = catalog.article(10);
        String scarce = catalog.article(1);
        catalog.receive(placed(order, new Line(plenty, 2), new Line(scarce, 2), new Line("NO-SUCH", 1)));
        assertThat(told()).containsExactly("stock.rejected");
        assertThat(catalog.lastTold(order.toString()).get("shortages").toString())
                .isEqualTo("[{\"sku\":\"NO-SUCH\",\"requested\":1,\"available\":0}," + "{\"sku\":\"" + scarce
                        + "\",\"requested\":2,\"available\":1}]");
        assertThat(catalog.level(plenty)).isEqualTo("10/0");
        assertThat(catalog.reservation(order)).isEqualTo("REJECTED");
    }

    @Test
    void the_same_message_twice_has_one_effect() {
        String sku = catalog.article(10);
        String message = CatalogFixture.message(placed(order, new Line(sku, 2)));
        catalog.stock.onOrderEvent(message, new TestContext());
        catalog.stock.onOrderEvent(message, new TestContext());
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void what_fails_in_the_statement_that_reserves_leaves_no_trace() {
        String sku = catalog.article(10);
        String message = CatalogFixture.message(placed(order, new Line(sku, 2)));
        catalog.admin.useHandle(handle -> handle.execute("alter table outbox add check (subject <> '" + order + "')"));
        long before = catalog.heard();
        assertThatThrownBy(() -> catalog.stock.onOrderEvent(message, new TestContext()))
                .isInstanceOf(JdbiException.class);
        assertThat(catalog.reservation(order)).isEqualTo("none");
        assertThat(catalog.level(sku)).isEqualTo("10/0");
        assertThat(catalog.heard()).isEqualTo(before);
        catalog.admin.useHandle(handle -> handle.execute("alter table outbox drop constraint outbox_subject_check"));
        catalog.stock.onOrderEvent(message, new TestContext());
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void a_nudge_after_a_rejection_is_rejected_again_with_the_same_shortages() {
        String sku = catalog.article(1);
        catalog.receive(placed(order, new Line(sku, 2)));
        String shortages = catalog.lastTold(order.toString()).toString();
        catalog.receive(placed(order, new Line(sku, 2)));
        assertThat(told()).containsExactly("stock.rejected", "stock.rejected");
        assertThat(catalog.lastTold(order.toString()).toString()).isEqualTo(shortages);
    }

    @Test
    void cancelling_releases() {
        String sku = catalog.article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        catalog.receive(cancelled(order));
        catalog.receive(cancelled(order));
        assertThat(told()).containsExactly("stock.reserved", "stock.released");
        assertThat(catalog.lastTold(order.toString()).get("reason").asText()).isEqualTo("cancelled");
        assertThat(catalog.level(sku)).isEqualTo("10/0");
    }

    @Test
    void a_rejected_order_releases_even_if_it_was_paid() {
        String sku = catalog.article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        catalog.receive(paid(order));
        catalog.receive(rejected(order));
        assertThat(catalog.lastTold(order.toString()).get("reason").asText()).isEqualTo("rejected");
        assertThat(catalog.level(sku)).isEqualTo("10/0");
        assertThat(catalog.reservation(order)).isEqualTo("RELEASED");
    }

    @Test
    void an_order_cancelled_before_it_is_told_as_placed_reserves_nothing() {
        String sku = catalog.article(10);
        catalog.receive(cancelled(order));
        catalog.receive(placed(order, new Line(sku, 2)));
        assertThat(told()).isEmpty();
        assertThat(catalog.level(sku)).isEqualTo("10/0");
        assertThat(catalog.reservation(order)).isEqualTo("CLOSED");
    }

    @Test
    void a_reservation_expires() {
        String sku = catalog.article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        expire(order);
        assertThat(told()).containsExactly("stock.reserved", "stock.released");
        assertThat(catalog.lastTold(order.toString()).get("reason").asText()).isEqualTo("expired");
        assertThat(catalog.level(sku)).isEqualTo("10/0");
        catalog.receive(placed(order, new Line(sku, 2)));
        assertThat(told()).endsWith("stock.released").hasSize(3);
    }

    @Test
    void a_paid_reservation_does_not_expire() {
        String sku = catalog.article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        catalog.receive(paid(order));
        catalog.receive(paid(order));
        expire(order);
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.reservation(order)).isEqualTo("FIRM");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void paid_after_expiry_reserves_again() {
        String sku = catalog.article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        expire(order);
        catalog.receive(paid(order));
        assertThat(told()).containsExactly("stock.reserved", "stock.released", "stock.reserved");
        assertThat(catalog.reservation(order)).isEqualTo("FIRM");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void paid_after_expiry_is_rejected_if_others_took_the_pieces() {
        String sku = catalog.article(2);
        catalog.receive(placed(order, new Line(sku, 2)));
        expire(order);
        catalog.receive(placed(UUID.randomUUID(), new Line(sku, 1)));
        catalog.receive(paid(order));
        assertThat(told()).containsExactly("stock.reserved", "stock.released", "stock.rejected");
        assertThat(catalog.level(sku)).isEqualTo("2/1");
    }

    @Test
    void cancelled_after_expiry_stays_free_whatever_is_told_later() {
        String sku = catalog.article(2);
        catalog.receive(placed(order, new Line(sku, 2)));
        expire(order);
        catalog.receive(cancelled(order));
        catalog.receive(paid(order));
        assertThat(catalog.reservation(order)).isEqualTo("CLOSED");
        assertThat(catalog.level(sku)).isEqualTo("2/0");
    }

    @Test
    void paid_before_placed_reserves_for_good() {
        String sku = catalog.article(10);
        catalog.receive(paid(order));
        catalog.receive(placed(order, new Line(sku, 2)));
        expire(order);
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.reservation(order)).isEqualTo("FIRM");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void shipping_takes_the_pieces_out_once() {
        String sku = catalog.article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        catalog.receive(paid(order));
        catalog.receive(shipped(order));
        catalog.receive(shipped(order));
        catalog.receive(cancelled(order));
        assertThat(catalog.level(sku)).isEqualTo("8/0");
        assertThat(catalog.reservation(order)).isEqualTo("SHIPPED");
    }

    @Test
    void events_in_reverse_order_come_to_the_same() {
        String sku = catalog.article(10);
        catalog.receive(shipped(order));
        catalog.receive(confirmed(order));
        catalog.receive(paid(order));
        catalog.receive(placed(order, new Line(sku, 2)));
        assertThat(catalog.level(sku)).isEqualTo("8/0");
        assertThat(catalog.reservation(order)).isEqualTo("SHIPPED");
    }

    @Test
    void shipping_what_was_released_is_refused() {
        String sku = catalog.article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        catalog.receive(cancelled(order));
        assertThatThrownBy(() -> catalog.receive(shipped(order))).isInstanceOf(IllegalStateException.class);
        assertThat(catalog.level(sku)).isEqualTo("10/0");
    }

    @Test
    void what_is_not_an_order_event_is_refused() {
        TestContext context = new TestContext();
        for (String message : List.of(
                "not json",
                "{}",
                CatalogFixture.message(placed(order)),
                CatalogFixture.message(placed(order, new Line("SKU-1", 0))),
                CatalogFixture.message(placed(order, new Line("SKU-1", Integer.MAX_VALUE), new Line("SKU-1", 1))),
                CatalogFixture.message(cancelled(order)).replace("order.cancelled", "order.eaten"),
                CatalogFixture.message(paid(order)).replace("\"orderId\"", "\"other\""),
                CatalogFixture.message(cancelled(order)).replace("\"orderId\"", "\"other\""))) {
            assertThatThrownBy(() -> catalog.stock.onOrderEvent(message, context))
                    .as(message)
                    .isInstanceOf(MalformedEventException.class);
        }
        assertThat(catalog.reservation(order)).isEqualTo("none");
    }

    @Test
    void low_stock_is_told_once_per_crossing() {
        String sku = "LOW-1";
        UUID id = catalog.product(sku, 10);
        catalog.change(id, "\"1\"", """
                {"name":"Low","category":"tools","price":{"amount":1,"currency":"EUR"},"weightGrams":1,
                 "lowStockThreshold":5}
                """);
        catalog.receive(placed(order, new Line(sku, 5)));
        assertThat(catalog.told(sku)).doesNotContain("stock.low");
        catalog.receive(placed(UUID.randomUUID(), new Line(sku, 1)));
        catalog.receive(placed(UUID.randomUUID(), new Line(sku, 1)));
        assertThat(catalog.told(sku)).containsOnlyOnce("stock.low");
        assertThat(catalog.lastTold(sku).toString()).isEqualTo("{\"sku\":\"LOW-1\",\"available\":4,\"threshold\":5}");
        catalog.receive(cancelled(order));
        catalog.adjust(id, "{\"delta\":-5,\"reason\":\"broken\"}");
        assertThat(catalog.told(sku)).endsWith("stock.adjusted", "stock.low");
    }
}
