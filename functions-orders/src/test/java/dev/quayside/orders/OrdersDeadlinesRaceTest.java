package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.testing.AtOnce;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The timer of several instances at once, each a process with connections of its own. */
class OrdersDeadlinesRaceTest {

    private static final int INSTANCES = 4;

    private final List<OrdersApp> instances = new ArrayList<>();
    private OrdersBench bench;

    @BeforeEach
    void open() {
        bench = new OrdersBench();
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(bench.start(bench.database.settings()));
        }
    }

    @AfterEach
    void close() {
        instances.forEach(OrdersApp::close);
        bench.close();
    }

    /** Two rounds: who finds the lock taken leaves the rest to who has it, or to the next minute. */
    private void timersAtOnce() throws Exception {
        for (int round = 0; round < 2; round++) {
            AtOnce.run(instances.stream()
                    .map(app -> new OrdersTimers(new Lazy<>(() -> app)))
                    .<Runnable>map(timers -> () -> timers.deadlines("{}", bench.context))
                    .toList());
        }
    }

    private static List<UUID> many(int count, Supplier<UUID> order) {
        return Stream.generate(order).limit(count).toList();
    }

    @Test
    void overdue_orders_are_rejected_once() throws Exception {
        List<UUID> placed = many(230, bench::placed);
        List<UUID> reserved = many(20, bench::reserved);
        List<UUID> paid = many(20, bench::paid);
        bench.clock.advance(OrdersBench.DEADLINE);

        timersAtOnce();

        placed.forEach(order -> assertThat(bench.told(order)).containsExactly("placed", "rejected"));
        reserved.forEach(order -> assertThat(bench.told(order)).containsExactly("placed", "payment-due", "rejected"));
        paid.forEach(
                order -> assertThat(bench.told(order)).containsExactly("placed", "payment-due", "paid", "rejected"));
        assertThat(bench.count("select count(*) from order_states where status = 'REJECTED'"))
                .isEqualTo(270);
        assertThat(bench.count("select count(*) from order_history where to_status = 'REJECTED'"))
                .isEqualTo(270);
        assertThat(bench.count("select count(*) from order_states where version <> (select count(*) from order_history"
                        + " where order_history.order_id = order_states.order_id)"))
                .as("orders with more or fewer versions than changes")
                .isZero();
    }

    @Test
    void silent_orders_are_nudged_once() throws Exception {
        List<UUID> placed = many(230, bench::placed);
        List<UUID> reserved = many(20, bench::reserved);
        List<UUID> paid = many(20, bench::paid);
        bench.clock.advance(OrdersBench.NUDGE);

        timersAtOnce();

        placed.forEach(order -> assertThat(bench.told(order)).containsExactly("placed", "placed"));
        reserved.forEach(
                order -> assertThat(bench.told(order)).containsExactly("placed", "payment-due", "payment-due"));
        paid.forEach(order -> assertThat(bench.told(order)).containsExactly("placed", "payment-due", "paid", "paid"));
        assertThat(bench.count("select count(*) from order_history")).isEqualTo(230 + 2 * 20 + 3 * 20);
    }

    @Test
    void shipments_of_called_off_orders_are_called_off_once() throws Exception {
        List<UUID> orders = many(30, bench::confirmed);
        orders.forEach(order -> OrdersHttpTest.cancel(bench, bench.alice, order));

        timersAtOnce();

        assertThat(bench.shipping.shipments).isEmpty();
        assertThat(bench.shipping.calledOff).hasSize(30).doesNotHaveDuplicates();
        assertThat(bench.shipping.lookedFor).hasSize(30).doesNotHaveDuplicates();
        assertThat(bench.count("select count(*) from order_states where shipment_cancel_due"))
                .isZero();
        orders.forEach(order -> assertThat(bench.told(order)).endsWith("confirmed", "cancelled"));
    }

    @Test
    void what_who_died_took_on_is_called_off_by_the_next() {
        UUID order = bench.confirmed();
        OrdersHttpTest.cancel(bench, bench.alice, order);
        bench.shipping.away = true;
        bench.timers.deadlines("{}", bench.context);
        bench.shipping.away = false;

        bench.timers.deadlines("{}", bench.context);
        assertThat(bench.shipping.shipments).as("it may still be under way").containsKey(order.toString());
        bench.clock.advance(OrdersBench.NUDGE);
        bench.timers.deadlines("{}", bench.context);

        assertThat(bench.shipping.shipments).isEmpty();
    }

    /** The timer looks before anything is booked and answers after; between, what was booked could not be called off. */
    @Test
    void a_shipment_booked_while_the_timer_finds_none_stays_due() throws Exception {
        UUID order = bench.paid();
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch booked = new CountDownLatch(1);
        List<CompletableFuture<Void>> timer = new ArrayList<>();
        bench.shipping.beforeTellingWhatIsBooked = () -> {
            looked.countDown();
            await(booked);
        };
        bench.shipping.beforeBooking = () -> {
            OrdersHttpTest.cancel(bench, bench.alice, order);
            timer.add(CompletableFuture.runAsync(() -> bench.timers.deadlines("{}", bench.context)));
            await(looked);
            bench.shipping.away = true;
        };

        bench.order(bench.paid(order));
        booked.countDown();
        timer.get(0).get(1, TimeUnit.MINUTES);
        assertThat(bench.shipping.shipments).containsKey(order.toString());

        bench.shipping.away = false;
        bench.clock.advance(OrdersBench.NUDGE);
        bench.timers.deadlines("{}", bench.context);
        assertThat(bench.shipping.shipments).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
