package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.PlatformProcess;
import dev.quayside.local.endtoend.Shop.Wish;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every way an order can go, through HTTP, AMQP, PostgreSQL and the outside systems. */
class SagaIT {

    private static PlatformProcess platform;
    private static Shop shop;

    @BeforeAll
    static void open() {
        platform = SharedPlatform.get();
        shop = new Shop(platform);
    }

    @AfterEach
    void everything_works_again_and_the_books_balance() {
        shop.noFaults();
        assertThat(shop.query("select * from products.stock_discrepancies()")).isEmpty();
    }

    @Test
    void a_good_order_is_reserved_paid_and_confirmed() {
        UUID order = shop.place(Wish.of("QS-1001").times(2));

        JsonNode confirmed = shop.await(order, "CONFIRMED");

        assertThat(shop.history(order)).containsExactly("PLACED", "RESERVED", "PAID", "CONFIRMED");
        assertThat(confirmed.get("trackingNumber").asText()).startsWith("QS");
        assertThat(confirmed.at("/shippingAddress/name").asText()).isEqualTo("Zoë 李 \uD83D\uDEA2");
        assertThat(shop.moneyTaken(order))
                .isEqualTo(confirmed.at("/total/amount").asLong());
        assertThat(shop.charges(order)).isOne();
        shop.awaitQuery("select status from products.reservations where order_id = '" + order + "'", "FIRM");
    }

    @Test
    void an_order_for_what_is_sold_out_is_rejected_and_costs_nothing() {
        UUID order = shop.place(Wish.of("QS-1004"));

        assertThat(shop.await(order, "REJECTED").get("reason").asText()).isEqualTo("out-of-stock");
        assertThat(shop.charges(order)).isZero();
    }

    @Test
    void a_declined_payment_rejects_the_order_and_frees_its_stock() {
        String reserved = reserved("QS-1002");
        UUID order = shop.place(Wish.of("QS-1002").paidWith("tok_declined"));

        assertThat(shop.await(order, "REJECTED").get("reason").asText()).isEqualTo("payment-declined");
        awaitReserved("QS-1002", reserved);
        assertThat(shop.moneyTaken(order)).isZero();
    }

    @Test
    void an_order_that_cannot_be_shipped_is_rejected_refunded_and_frees_its_stock() {
        String reserved = reserved("QS-1002");
        UUID order = shop.place(Wish.of("QS-1002").sentTo("00000"));

        assertThat(shop.await(order, "REJECTED").get("reason").asText()).isEqualTo("unshippable");
        awaitReserved("QS-1002", reserved);
        awaitRefund(order);
        assertThat(shop.charges(order)).isOne();
    }

    @Test
    void a_payment_whose_answer_never_comes_is_charged_once() {
        UUID order = shop.place(Wish.of("QS-1001").paidWith("tok_timeout"));

        shop.awaitQuery("select status from payments.payments where order_id = '" + order + "'", "UNKNOWN");
        shop.execute("update payments.payments set next_attempt_at = now() where order_id = '" + order + "'");
        JsonNode confirmed = shop.await(order, "CONFIRMED");

        assertThat(shop.charges(order)).isOne();
        assertThat(shop.moneyTaken(order))
                .isEqualTo(confirmed.at("/total/amount").asLong());
    }

    @Test
    void a_gateway_that_fails_twice_is_asked_again_and_charges_once() {
        UUID order = shop.place(Wish.of("QS-1001").paidWith("tok_flaky"));

        shop.await(order, "CONFIRMED");
        assertThat(shop.charges(order)).isOne();
    }

    @Test
    void an_order_cancelled_before_stock_is_reserved_frees_everything() throws Exception {
        String reserved = reserved("QS-1002");
        UUID order;
        try (Connection lock = platform.connect("quayside");
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("select * from products.stock_levels where sku = 'QS-1002' for update");
            order = shop.place(Wish.of("QS-1002"));
            assertThat(shop.cancel(order).statusCode()).isBetween(200, 204);
            lock.rollback();
        }

        shop.await(order, "CANCELLED");
        shop.awaitQuery(
                "select count(*) from products.reservations where status not in ('RESERVED', 'FIRM') and order_id = '"
                        + order + "'",
                "1");
        awaitReserved("QS-1002", reserved);
        assertThat(shop.moneyTaken(order)).isZero();
    }

    @Test
    void an_order_cancelled_while_its_payment_runs_is_refunded() {
        String reserved = reserved("QS-1002");
        UUID order = shop.place(Wish.of("QS-1002").paidWith("tok_slow"));
        shop.await(order, "RESERVED");

        assertThat(shop.cancel(order).statusCode()).isBetween(200, 204);

        shop.await(order, "CANCELLED");
        shop.awaitQuery(
                "select count(*) from payments.payments where status in ('CAPTURED', 'CLOSED') and order_id = '" + order
                        + "'",
                "1");
        awaitRefund(order);
        awaitReserved("QS-1002", reserved);
    }

    @Test
    void a_paid_order_that_is_cancelled_while_shipping_is_away_is_refunded() {
        shop.fault("shipping", "{\"mode\":\"error\"}");
        String reserved = reserved("QS-1002");
        UUID order = shop.place(Wish.of("QS-1002"));
        shop.await(order, "PAID");

        assertThat(shop.cancel(order).statusCode()).isBetween(200, 204);

        awaitRefund(order);
        awaitReserved("QS-1002", reserved);
    }

    @Test
    void a_confirmed_order_can_be_cancelled_until_it_is_shipped() {
        String reserved = reserved("QS-1002");
        UUID order = shop.place(Wish.of("QS-1002"));
        shop.await(order, "CONFIRMED");

        assertThat(shop.cancel(order).statusCode()).isBetween(200, 204);

        awaitRefund(order);
        awaitReserved("QS-1002", reserved);
    }

    @Test
    void a_shipped_order_leaves_the_stock_and_cannot_be_cancelled() {
        UUID order = shop.place(Wish.of("QS-1001"));
        shop.await(order, "CONFIRMED");

        setStatus(order, "SHIPPED");
        shop.awaitQuery("select status from products.reservations where order_id = '" + order + "'", "SHIPPED");
        assertThat(shop.cancel(order).statusCode()).isEqualTo(409);
        setStatus(order, "DELIVERED");
        assertThat(shop.history(order))
                .containsExactly("PLACED", "RESERVED", "PAID", "CONFIRMED", "SHIPPED", "DELIVERED");
    }

    @Test
    void an_order_that_gets_nowhere_is_given_up_and_everything_goes_back() {
        shop.fault("shipping", "{\"mode\":\"error\"}");
        String reserved = reserved("QS-1002");
        UUID order = shop.place(Wish.of("QS-1002"));
        shop.await(order, "PAID");

        shop.execute("update orders.order_states set updated_at = now() - interval '1 hour',"
                + " placed_at = now() - interval '1 hour' where order_id = '" + order + "'");

        assertThat(shop.await(order, "REJECTED").get("reason").asText()).isEqualTo("timed-out");
        awaitRefund(order);
        awaitReserved("QS-1002", reserved);
    }

    private static void setStatus(UUID order, String status) {
        var read = shop.send(
                shop.request("manager", "/api/v1/orders/" + order).GET().build());
        var answer = shop.send(shop.request("manager", "/api/v1/orders/" + order + "/status")
                .header("If-Match", read.headers().firstValue("ETag").orElseThrow())
                .PUT(BodyPublishers.ofString("{\"status\":\"" + status + "\"}"))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String reserved(String sku) {
        return shop.one("select reserved from products.stock_levels where sku = '" + sku + "'");
    }

    private static void awaitReserved(String sku, String pieces) {
        shop.awaitQuery("select reserved from products.stock_levels where sku = '" + sku + "'", pieces);
    }

    private static void awaitRefund(UUID order) {
        Awaitility.await("money of " + order + " is given back")
                .atMost(Duration.ofSeconds(90))
                .until(() -> shop.moneyTaken(order) == 0);
    }
}
