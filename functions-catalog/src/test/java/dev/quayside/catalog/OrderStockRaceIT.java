package dev.quayside.catalog;

import static dev.quayside.catalog.SomeOrder.cancelled;
import static dev.quayside.catalog.SomeOrder.paid;
import static dev.quayside.catalog.SomeOrder.placed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.OrderEvents.Line;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Order events many at a time: no piece is sold twice, no message counts twice, nobody waits for ever. */
class OrderStockRaceIT {

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

    private List<String> told() {
        return catalog.told(order.toString());
    }

    @Test
    void the_same_message_many_times_at_once_has_one_effect() throws Exception {
        String sku = catalog.article(10);
        String message = CatalogFixture.message(placed(order, new Line(sku, 2)));
        long before = catalog.heard();
        atOnce(Collections.nCopies(8, () -> catalog.stock.onOrderEvent(message, new TestContext())));
        assertThat(catalog.heard()).isEqualTo(before + 1);
        assertThat(told()).containsExactly("stock.reserved");
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void paid_many_times_at_once_is_noted_once_a_message() throws Exception {
        String sku = catalog.article(10);
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
        String sku = catalog.article(1000);
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
    void a_nudge_is_answered_and_reserves_nothing_more() throws Exception {
        String sku = catalog.article(10);
        atOnce(Collections.nCopies(8, () -> catalog.receive(placed(order, new Line(sku, 2)))));
        assertThat(told()).containsExactlyElementsOf(Collections.nCopies(8, "stock.reserved"));
        assertThat(catalog.level(sku)).isEqualTo("10/2");
    }

    @Test
    void placed_and_cancelled_at_once_end_with_nothing_reserved() throws Exception {
        String sku = catalog.article(1000);
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
    void timers_at_once_let_each_reservation_expire_once() throws Exception {
        String sku = catalog.article(1000);
        List<UUID> orders = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            UUID each = UUID.randomUUID();
            orders.add(each);
            catalog.receive(placed(each, new Line(sku, 2)));
        }
        catalog.database
                .admin()
                .useHandle(handle ->
                        handle.execute("update reservations set expires_at = now() where status = 'RESERVED'"));

        atOnce(Collections.nCopies(4, () -> catalog.stock.expireReservations("{}", new TestContext())));

        assertThat(orders)
                .allSatisfy(each ->
                        assertThat(catalog.told(each.toString())).containsExactly("stock.reserved", "stock.released"));
        assertThat(catalog.level(sku)).isEqualTo("1000/0");
    }

    @Test
    void two_hundred_orders_at_once_for_three_pieces_sell_exactly_three() throws Exception {
        String sku = catalog.article(3);
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
            skus.add(catalog.article(10_000));
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
