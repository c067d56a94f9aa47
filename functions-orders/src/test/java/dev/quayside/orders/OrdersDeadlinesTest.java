package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.CatalogEvents;
import dev.quayside.shared.testing.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrdersDeadlinesTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private OrdersBench bench;

    @BeforeEach
    void open() {
        bench = new OrdersBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void runTimer() {
        bench.timers.deadlines("{}", bench.context);
    }

    /** Makes the order stand where it is since then; the few milliseconds since do not matter at whole seconds. */
    private void since(UUID order, Duration ago) {
        bench.database
                .admin()
                .useHandle(handle -> handle.execute(
                        "update order_states set updated_at = now() - ? * interval '1 second' where order_id = ?",
                        ago.toSeconds(),
                        order));
    }

    @Test
    void a_silent_order_is_nudged_after_a_minute_and_each_minute_again() {
        UUID placed = bench.placed();
        UUID reserved = bench.reserved();
        UUID paid = bench.paid();
        for (UUID order : new UUID[] {placed, reserved, paid}) {
            since(order, OrdersBench.NUDGE.minusSeconds(5));
        }
        runTimer();
        assertThat(bench.told(placed)).containsExactly("placed");
        bench.clock.advance(Duration.ofSeconds(6));
        runTimer();
        runTimer();
        assertThat(bench.told(placed)).containsExactly("placed", "placed");
        assertThat(bench.told(reserved)).containsExactly("placed", "payment-due", "payment-due");
        assertThat(bench.told(paid)).containsExactly("placed", "payment-due", "paid", "paid");
        bench.clock.advance(OrdersBench.NUDGE);
        runTimer();
        assertThat(bench.told(placed)).containsExactly("placed", "placed", "placed");
        assertThat(bench.status(placed)).isEqualTo("PLACED");
    }

    @Test
    void a_service_that_is_away_is_not_asked_for_all_and_first_next_time_for_the_others() {
        List<UUID> orders = Stream.generate(bench::confirmed).limit(8).toList();
        orders.forEach(order -> OrdersHttpTest.cancel(bench, bench.alice, order));
        bench.shipping.away = true;
        int before = bench.shipping.bodies.size();

        runTimer();
        assertThat(bench.shipping.bodies).hasSize(before + 5);
        bench.clock.advance(OrdersBench.NUDGE);
        runTimer();

        assertThat(bench.count("select count(*) from order_states where shipment_cancel_due and nudged_at is null"))
                .as("orders whose turn did not come")
                .isZero();
        bench.shipping.away = false;
        bench.clock.advance(OrdersBench.NUDGE);
        runTimer();
        assertThat(bench.shipping.shipments).isEmpty();
    }

    @Test
    void an_order_is_rejected_at_the_deadline_of_its_step() {
        UUID placed = bench.placed();
        UUID reserved = bench.reserved();
        UUID paid = bench.paid();
        UUID justInTime = bench.placed();
        for (UUID order : new UUID[] {placed, reserved, paid}) {
            since(order, OrdersBench.DEADLINE);
        }
        since(justInTime, OrdersBench.DEADLINE.minusSeconds(30));
        runTimer();
        for (UUID order : new UUID[] {placed, reserved, paid}) {
            assertThat(bench.status(order)).isEqualTo("REJECTED");
            assertThat(bench.told(order)).endsWith("rejected");
        }
        assertThat(bench.status(justInTime)).isEqualTo("PLACED");
    }

    @Test
    void orders_that_need_nothing_are_left_alone() {
        UUID confirmed = bench.confirmed();
        UUID cancelled = bench.placed();
        OrdersHttpTest.cancel(bench, bench.alice, cancelled);
        bench.clock.advance(Duration.ofDays(30));
        runTimer();
        assertThat(bench.status(confirmed)).isEqualTo("CONFIRMED");
        assertThat(bench.told(confirmed)).endsWith("confirmed");
        assertThat(bench.told(cancelled)).containsExactly("placed", "cancelled");
    }

    @Test
    void a_step_begins_anew_when_the_order_moves() {
        UUID order = bench.placed();
        since(order, OrdersBench.DEADLINE.minus(A_SECOND));
        bench.catalog(new CatalogEvents.StockReserved(order, bench.clock.instant()));
        bench.clock.advance(A_SECOND);
        runTimer();
        assertThat(bench.status(order)).isEqualTo("RESERVED");
        assertThat(bench.told(order)).containsExactly("placed", "payment-due");
    }

    @Test
    void two_timers_at_once_nudge_once() throws Exception {
        UUID order = bench.placed();
        since(order, OrdersBench.NUDGE);
        AtOnce.run(4, this::runTimer);
        assertThat(bench.told(order)).containsExactly("placed", "placed");
    }

    @Test
    void more_orders_than_a_batch_are_all_rejected() {
        for (int i = 0; i < 230; i++) {
            bench.placed();
        }
        bench.clock.advance(OrdersBench.DEADLINE);
        runTimer();
        assertThat(bench.count("select count(*) from order_states where status = 'REJECTED'"))
                .isEqualTo(230);
    }
}
