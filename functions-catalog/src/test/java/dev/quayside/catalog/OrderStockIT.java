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
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.testing.TestContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What order events do to the stock: any order of events, more than once, and many at a time. */
class OrderStockIT {

    private static final AtomicInteger SKUS = new AtomicInteger();
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

    private static String article(int pieces) {
        String sku = "SKU-" + SKUS.incrementAndGet();
        catalog.product(sku, pieces);
        return sku;
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
        String first = article(10);
        String second = article(5);
        catalog.receive(placed(order, new Line(second, 5), new Line(first, 2), new Line(first, 1)));
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.level(first)).isEqualTo("10/3");
        assertThat(catalog.level(second)).isEqualTo("5/5");
    }

    @Test
    void no_line_is_reserved_if_one_cannot_be() {
        String plenty = article(10);
        String scarce = article(1);
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
        String sku = article(10);
        String message = CatalogFixture.message(placed(order, new Line(sku, 2)));
        catalog.stock.onOrderEvent(message, new TestContext());
        catalog.stock.onOrderEvent(message, new TestContext());
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void the_same_message_many_times_at_once_has_one_effect() throws Exception {
        String sku = article(10);
        String message = CatalogFixture.message(placed(order, new Line(sku, 2)));
        long before = catalog.heard();
        atOnce(Collections.nCopies(8, () -> catalog.stock.onOrderEvent(message, new TestContext())));
        assertThat(catalog.heard()).isEqualTo(before + 1);
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void paid_many_times_at_once_is_noted_once_a_message() throws Exception {
        String sku = article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        String message = CatalogFixture.message(paid(order));
        long before = catalog.heard();
        atOnce(Collections.nCopies(8, () -> catalog.stock.onOrderEvent(message, new TestContext())));
        assertThat(catalog.heard()).isEqualTo(before + 1);
        atOnce(Collections.nCopies(8, () -> catalog.receive(paid(order))));
        assertThat(catalog.heard()).isEqualTo(before + 9);
        assertThat(catalog.reservation(order)).isEqualTo("FIRM");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void placed_and_paid_at_once_end_firm() throws Exception {
        String sku = article(1000);
        List<UUID> orders = new ArrayList<>();
        List<Runnable> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            UUID each = UUID.randomUUID();
            orders.add(each);
            calls.add(() -> catalog.receive(placed(each, new Line(sku, 2))));
            calls.add(() -> catalog.receive(paid(each)));
        }
        atOnce(calls);
        assertThat(orders.stream().map(catalog::reservation)).containsOnly("FIRM");
        assertThat(catalog.level(sku)).isEqualTo("1000/80");
    }

    @Test
    void what_fails_in_the_statement_that_reserves_leaves_no_trace() {
        String sku = article(10);
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
    void a_nudge_is_answered_and_reserves_nothing_more() throws Exception {
        String sku = article(10);
        atOnce(Collections.nCopies(8, () -> catalog.receive(placed(order, new Line(sku, 2)))));
        assertThat(told()).containsExactlyElementsOf(Collections.nCopies(8, "stock.reserved"));
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void a_nudge_after_a_rejection_is_rejected_again_with_the_same_shortages() {
        String sku = article(1);
        catalog.receive(placed(order, new Line(sku, 2)));
        String shortages = catalog.lastTold(order.toString()).toString();
        catalog.receive(placed(order, new Line(sku, 2)));
        assertThat(told()).containsExactly("stock.rejected", "stock.rejected");
        assertThat(catalog.lastTold(order.toString()).toString()).isEqualTo(shortages);
    }

    @Test
    void cancelling_releases() {
        String sku = article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        catalog.receive(cancelled(order));
        catalog.receive(cancelled(order));
        assertThat(told()).containsExactly("stock.reserved", "stock.released");
        assertThat(catalog.lastTold(order.toString()).get("reason").asText()).isEqualTo("cancelled");
        assertThat(catalog.level(sku)).isEqualTo("10/0");
    }

    @Test
    void a_rejected_order_releases_even_if_it_was_paid() {
        String sku = article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        catalog.receive(paid(order));
        catalog.receive(rejected(order));
        assertThat(catalog.lastTold(order.toString()).get("reason").asText()).isEqualTo("rejected");
        assertThat(catalog.level(sku)).isEqualTo("10/0");
        assertThat(catalog.reservation(order)).isEqualTo("RELEASED");
    }

    @Test
    void an_order_cancelled_before_it_is_told_as_placed_reserves_nothing() {
        String sku = article(10);
        catalog.receive(cancelled(order));
        catalog.receive(placed(order, new Line(sku, 2)));
        assertThat(told()).isEmpty();
        assertThat(catalog.level(sku)).isEqualTo("10/0");
        assertThat(catalog.reservation(order)).isEqualTo("CLOSED");
    }

    @Test
    void placed_and_cancelled_at_once_end_with_nothing_reserved() throws Exception {
        String sku = article(1000);
        List<Runnable> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            UUID each = UUID.randomUUID();
            calls.add(() -> catalog.receive(placed(each, new Line(sku, 2))));
            calls.add(() -> catalog.receive(cancelled(each)));
        }
        atOnce(calls);
        assertThat(catalog.level(sku)).isEqualTo("1000/0");
    }

    @Test
    void a_reservation_expires() {
        String sku = article(10);
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
        String sku = article(10);
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
        String sku = article(10);
        catalog.receive(placed(order, new Line(sku, 2)));
        expire(order);
        catalog.receive(paid(order));
        assertThat(told()).containsExactly("stock.reserved", "stock.released", "stock.reserved");
        assertThat(catalog.reservation(order)).isEqualTo("FIRM");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void paid_after_expiry_is_rejected_if_others_took_the_pieces() {
        String sku = article(2);
        catalog.receive(placed(order, new Line(sku, 2)));
        expire(order);
        catalog.receive(placed(UUID.randomUUID(), new Line(sku, 1)));
        catalog.receive(paid(order));
        assertThat(told()).containsExactly("stock.reserved", "stock.released", "stock.rejected");
        assertThat(catalog.level(sku)).isEqualTo("2/1");
    }

    @Test
    void cancelled_after_expiry_stays_free_whatever_is_told_later() {
        String sku = article(2);
        catalog.receive(placed(order, new Line(sku, 2)));
        expire(order);
        catalog.receive(cancelled(order));
        catalog.receive(paid(order));
        assertThat(catalog.reservation(order)).isEqualTo("CLOSED");
        assertThat(catalog.level(sku)).isEqualTo("2/0");
    }

    @Test
    void paid_before_placed_reserves_for_good() {
        String sku = article(10);
        catalog.receive(paid(order));
        catalog.receive(placed(order, new Line(sku, 2)));
        expire(order);
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.reservation(order)).isEqualTo("FIRM");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void shipping_takes_the_pieces_out_once() {
        String sku = article(10);
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
        String sku = article(10);
        catalog.receive(shipped(order));
        catalog.receive(confirmed(order));
        catalog.receive(paid(order));
        catalog.receive(placed(order, new Line(sku, 2)));
        assertThat(catalog.level(sku)).isEqualTo("8/0");
        assertThat(catalog.reservation(order)).isEqualTo("SHIPPED");
    }

    @Test
    void shipping_what_was_released_is_refused() {
        String sku = article(10);
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

    @Test
    void two_hundred_orders_at_once_for_three_pieces_sell_exactly_three() throws Exception {
        String sku = article(3);
        List<UUID> orders = new ArrayList<>();
        List<Runnable> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            UUID each = UUID.randomUUID();
            orders.add(each);
            calls.add(() -> catalog.receive(placed(each, new Line(sku, 1))));
        }
        atOnce(calls);
        assertThat(orders.stream().map(catalog::reservation))
                .containsOnly("RESERVED", "REJECTED")
                .filteredOn("RESERVED"::equals)
                .hasSize(3);
        assertThat(catalog.level(sku)).isEqualTo("3/3");
    }

    @Test
    void orders_for_the_same_articles_in_any_order_of_lines_never_deadlock() throws Exception {
        List<String> skus = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            skus.add(article(10_000));
        }
        Random random = new Random(7);
        List<Runnable> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            UUID each = UUID.randomUUID();
            Collections.shuffle(skus, random);
            Line[] lines = skus.stream().limit(4).map(sku -> new Line(sku, 1)).toArray(Line[]::new);
            OrderCancelled cancelled = i % 3 == 0 ? cancelled(each) : null;
            calls.add(() -> {
                catalog.receive(placed(each, lines));
                if (cancelled != null) {
                    catalog.receive(cancelled);
                }
            });
        }
        long before = deadlocks();
        atOnce(calls);
        assertThat(deadlocks()).isEqualTo(before);
    }

    private static long deadlocks() {
        return catalog.admin.withHandle(handle -> handle.createQuery(
                        "select deadlocks from pg_stat_database where datname = current_database()")
                .mapTo(Long.class)
                .one());
    }

    /** Runs all calls on 16 threads and fails if one fails. */
    private static void atOnce(List<Runnable> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Object>> tasks = new ArrayList<>();
            calls.forEach(call -> tasks.add(Executors.callable(call)));
            for (Future<Object> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
