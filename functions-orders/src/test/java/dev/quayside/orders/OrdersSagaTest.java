package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.contracts.CatalogEvents;
import dev.quayside.shared.contracts.OrderEvents;
import dev.quayside.shared.contracts.PaymentEvents;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.AtOnce;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrdersSagaTest {

    private static OrdersBench bench;

    @BeforeAll
    static void open() {
        bench = new OrdersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @AfterEach
    void shippingAsUsual() {
        bench.shipping.away = false;
        bench.shipping.beforeBooking = () -> {};
    }

    @Test
    void an_order_goes_from_placed_to_confirmed() {
        UUID order = bench.placed();
        assertThat(bench.status(order)).isEqualTo("PLACED");
        bench.catalog(reserved(order));
        assertThat(bench.status(order)).isEqualTo("RESERVED");
        bench.payment(OrdersBench.captured(order));
        assertThat(bench.status(order)).isEqualTo("PAID");
        bench.order(bench.paid(order));
        assertThat(bench.status(order)).isEqualTo("CONFIRMED");
        assertThat(bench.told(order)).containsExactly("placed", "payment-due", "paid", "confirmed");
        assertThat(bench.shipping.shipments).containsKey(order.toString());
    }

    @Test
    void out_of_stock_rejects() {
        UUID order = bench.placed();
        bench.catalog(new CatalogEvents.StockRejected(order, List.of()));
        assertThat(bench.status(order)).isEqualTo("REJECTED");
        assertThat(bench.told(order)).containsExactly("placed", "rejected");
    }

    @Test
    void a_declined_payment_rejects() {
        UUID order = bench.reserved();
        bench.payment(new PaymentEvents.PaymentDeclined(order, Ids.newId(), "card_declined"));
        assertThat(bench.status(order)).isEqualTo("REJECTED");
        assertThat(bench.told(order)).containsExactly("placed", "payment-due", "rejected");
    }

    @Test
    void an_unshippable_order_is_rejected() {
        UUID order = bench.placedTo("00000");
        bench.catalog(reserved(order));
        bench.payment(OrdersBench.captured(order));
        bench.order(bench.paid(order));
        assertThat(bench.status(order)).isEqualTo("REJECTED");
        assertThat(bench.told(order)).endsWith("rejected");
    }

    @Test
    void an_expired_reservation_rejects_until_it_is_paid() {
        UUID reserved = bench.reserved();
        UUID paid = bench.paid();
        bench.catalog(new CatalogEvents.StockReleased(reserved, "expired"));
        bench.catalog(new CatalogEvents.StockReleased(paid, "expired"));
        assertThat(bench.status(reserved)).isEqualTo("REJECTED");
        assertThat(bench.status(paid)).isEqualTo("PAID");
    }

    @Test
    void a_release_that_answers_us_changes_nothing() {
        UUID order = bench.reserved();
        bench.catalog(new CatalogEvents.StockReleased(order, "cancelled"));
        assertThat(bench.status(order)).isEqualTo("RESERVED");
    }

    @Test
    void stock_that_is_lost_after_payment_rejects_and_calls_the_shipment_off() {
        UUID order = bench.confirmed();
        bench.catalog(new CatalogEvents.StockRejected(order, List.of()));
        assertThat(bench.status(order)).isEqualTo("REJECTED");
        bench.order(new OrderEvents.OrderRejected(order, bench.customer, "out-of-stock"));
        assertThat(bench.shipping.shipments).doesNotContainKey(order.toString());
    }

    @Test
    void the_same_message_twice_has_one_effect() {
        UUID order = bench.placed();
        String stock = OrdersBench.envelope(reserved(order));
        bench.messages.onCatalogEvent(stock, bench.context);
        bench.messages.onCatalogEvent(stock, bench.context);
        String payment = OrdersBench.envelope(OrdersBench.captured(order));
        bench.messages.onPaymentEvent(payment, bench.context);
        bench.messages.onPaymentEvent(payment, bench.context);
        String paid = OrdersBench.envelope(bench.paid(order));
        bench.messages.onOrderEvent(paid, bench.context);
        bench.messages.onOrderEvent(paid, bench.context);
        assertThat(bench.told(order)).containsExactly("placed", "payment-due", "paid", "confirmed");
    }

    @Test
    void the_same_message_at_once_has_one_effect() throws Exception {
        UUID order = bench.placed();
        String stock = OrdersBench.envelope(reserved(order));
        AtOnce.run(8, () -> bench.messages.onCatalogEvent(stock, bench.context));
        String payment = OrdersBench.envelope(OrdersBench.captured(order));
        AtOnce.run(8, () -> bench.messages.onPaymentEvent(payment, bench.context));
        String paid = OrdersBench.envelope(bench.paid(order));
        AtOnce.run(8, () -> bench.messages.onOrderEvent(paid, bench.context));
        assertThat(bench.told(order)).containsExactly("placed", "payment-due", "paid", "confirmed");
    }

    @Test
    void of_two_outcomes_at_once_each_sees_what_the_other_did() throws Exception {
        for (int round = 0; round < 20; round++) {
            UUID order = bench.reserved();
            AtOnce.run(List.of(
                    () -> bench.payment(OrdersBench.captured(order)),
                    () -> bench.catalog(new CatalogEvents.StockReleased(order, "expired"))));
            List<String> paidFirst = List.of("placed", "payment-due", "paid");
            List<String> expiredFirst = List.of("placed", "payment-due", "rejected", "rejected");
            assertThat(bench.told(order)).isIn(paidFirst, expiredFirst);
            assertThat(bench.status(order)).isEqualTo(bench.told(order).equals(paidFirst) ? "PAID" : "REJECTED");
        }
    }

    @Test
    void an_outcome_told_again_under_a_new_id_has_no_second_effect() {
        UUID order = bench.paid();
        bench.catalog(reserved(order));
        bench.payment(OrdersBench.captured(order));
        assertThat(bench.told(order)).containsExactly("placed", "payment-due", "paid");
    }

    @Test
    void a_payment_before_its_reservation_waits_to_be_told_again() {
        UUID order = bench.placed();
        PaymentEvents.PaymentCaptured captured = OrdersBench.captured(order);
        bench.payment(captured);
        assertThat(bench.status(order)).isEqualTo("PLACED");
        bench.catalog(reserved(order));
        bench.payment(captured);
        assertThat(bench.status(order)).isEqualTo("PAID");
    }

    @Test
    void what_comes_after_the_end_is_answered_by_telling_the_end_again() {
        UUID order = bench.reserved();
        bench.payment(new PaymentEvents.PaymentDeclined(order, Ids.newId(), "card_declined"));
        bench.payment(OrdersBench.captured(order));
        bench.catalog(reserved(order));
        assertThat(bench.status(order)).isEqualTo("REJECTED");
        assertThat(bench.told(order)).containsExactly("placed", "payment-due", "rejected", "rejected", "rejected");
    }

    @Test
    void events_about_unknown_orders_are_no_failure() {
        bench.catalog(reserved(Ids.newId()));
        bench.payment(OrdersBench.captured(Ids.newId()));
        bench.order(bench.paid(Ids.newId()));
    }

    @Test
    void events_that_are_not_for_orders_are_ignored() {
        bench.catalog(new CatalogEvents.StockAdjusted("QS-1", 1, 2, "count"));
        bench.catalog(new CatalogEvents.StockLow("QS-1", 1, 2));
        Money money = Money.of(1, "EUR");
        bench.payment(new PaymentEvents.PaymentUnknown(Ids.newId(), Ids.newId()));
        bench.payment(new PaymentEvents.PaymentRefunded(Ids.newId(), Ids.newId(), Ids.newId(), money));
        bench.payment(new PaymentEvents.PaymentRefundFailed(Ids.newId(), Ids.newId(), Ids.newId(), money, "x"));
        bench.order(new OrderEvents.OrderDelivered(Ids.newId(), Ids.newId()));
    }

    @Test
    void messages_that_nobody_can_handle_fail() {
        String unknown = """
                {"specversion":"1.0","id":"1","type":"quayside.unheard.of.v1","data":{}}""";
        String withoutId = """
                {"specversion":"1.0","id":"2","type":"%s","data":{}}""";
        assertMalformed(() -> bench.messages.onCatalogEvent(unknown, bench.context));
        assertMalformed(() -> bench.messages.onPaymentEvent(unknown, bench.context));
        assertMalformed(() -> bench.messages.onOrderEvent(unknown, bench.context));
        assertMalformed(() -> bench.messages.onOrderEvent("no JSON", bench.context));
        assertMalformed(() ->
                bench.messages.onCatalogEvent(withoutId.formatted(CatalogEvents.StockReserved.TYPE), bench.context));
        assertMalformed(() ->
                bench.messages.onPaymentEvent(withoutId.formatted(PaymentEvents.PaymentCaptured.TYPE), bench.context));
        assertMalformed(
                () -> bench.messages.onOrderEvent(withoutId.formatted(OrderEvents.OrderPaid.TYPE), bench.context));
        assertMalformed(() ->
                bench.messages.onCatalogEvent(withoutId.formatted(CatalogEvents.ProductUpdated.TYPE), bench.context));
    }

    @Test
    void while_shipping_is_away_the_order_stays_paid_and_the_message_is_done() {
        UUID order = bench.paid();
        bench.shipping.away = true;
        bench.order(bench.paid(order));
        assertThat(bench.status(order)).isEqualTo("PAID");
        bench.shipping.away = false;
        bench.order(bench.paid(order));
        assertThat(bench.status(order)).isEqualTo("CONFIRMED");
    }

    @Test
    void an_order_cancelled_during_booking_leaves_no_shipment() {
        UUID order = bench.paid();
        bench.shipping.beforeBooking = () -> OrdersHttpTest.cancel(bench, bench.alice, order);
        bench.order(bench.paid(order));
        assertThat(bench.status(order)).isEqualTo("CANCELLED");
        assertThat(bench.shipping.shipments).doesNotContainKey(order.toString());
    }

    @Test
    void a_shipment_booked_before_a_crash_goes_with_the_order() {
        UUID order = bench.paid();
        bench.shipping.shipments.put(order.toString(), "sh_before_crash");
        OrdersHttpTest.cancel(bench, bench.alice, order);
        bench.order(bench.paid(order));
        assertThat(bench.shipping.shipments).doesNotContainKey(order.toString());
    }

    @Test
    void a_shipment_is_called_off_by_the_timer_once_shipping_is_back() {
        UUID order = bench.confirmed();
        OrdersHttpTest.cancel(bench, bench.alice, order);
        bench.shipping.away = true;
        bench.order(new OrderEvents.OrderCancelled(order, bench.customer, "client"));
        assertThat(bench.shipping.shipments).containsKey(order.toString());
        bench.shipping.away = false;
        bench.clock.advance(OrdersBench.NUDGE);
        bench.timers.deadlines("{}", bench.context);
        assertThat(bench.shipping.shipments).doesNotContainKey(order.toString());
    }

    private static void assertMalformed(Runnable delivery) {
        assertThatThrownBy(delivery::run).isInstanceOf(MalformedEventException.class);
    }

    private static CatalogEvents.StockReserved reserved(UUID order) {
        return new CatalogEvents.StockReserved(order, Instant.now().plusSeconds(3600));
    }
}
