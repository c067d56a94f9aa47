package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.CatalogEvents;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrdersHttpTest {

    private static OrdersBench bench;

    @BeforeAll
    static void open() {
        bench = new OrdersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    static HttpResponseMessage cancel(OrdersBench bench, String token, UUID order) {
        return bench.http.cancelOrder(
                TestRequest.delete("v1/orders/" + order).as(token), order.toString(), bench.context);
    }

    private static HttpResponseMessage get(String token, UUID order) {
        return bench.http.getOrder(TestRequest.get("v1/orders/" + order).as(token), order.toString(), bench.context);
    }

    private static HttpResponseMessage history(String token, UUID order) {
        return bench.http.getHistory(
                TestRequest.get("v1/orders/" + order + "/history").as(token), order.toString(), bench.context);
    }

    private static HttpResponseMessage tracking(String token, UUID order) {
        return bench.http.trackOrder(
                TestRequest.get("v1/orders/" + order + "/tracking").as(token), order.toString(), bench.context);
    }

    private static TestRequest statusRequest(UUID order, String status) {
        return TestRequest.put("v1/orders/" + order + "/status", "{\"status\":\"" + status + "\"}");
    }

    private static HttpResponseMessage setStatus(UUID order, String status, int version) {
        return bench.http.changeStatus(
                statusRequest(order, status)
                        .as(bench.tokens.employee("order-manager"))
                        .header("If-Match", "\"" + version + "\""),
                order.toString(),
                bench.context);
    }

    @Test
    void a_placed_order_is_answered_with_its_totals_and_read_back_alike() {
        HttpResponseMessage placed = bench.place(
                bench.alice,
                Ids.newId().toString(),
                OrdersBench.body("{\"sku\":\"QS-1\",\"quantity\":2}", "{\"sku\":\"QS-2\",\"quantity\":1}"));
        assertThat(placed.getStatusCode()).isEqualTo(201);
        assertThat(placed.getHeader("ETag")).isEqualTo("\"1\"");
        JsonNode order = OrdersBench.json(placed);
        assertThat(order.at("/status").asText()).isEqualTo("PLACED");
        assertThat(order.at("/net/amount").asLong()).isEqualTo(2_250);
        assertThat(order.at("/tax/amount").asLong()).isEqualTo(428); // 19 % of 22.50 is 4.275
        assertThat(order.at("/total/amount").asLong()).isEqualTo(2_678);
        assertThat(order.at("/lines/0/net/amount").asLong()).isEqualTo(2_000);
        assertThat(order.toString()).doesNotContain("tok_ok");
        UUID id = UUID.fromString(order.get("id").asText());
        assertThat(placed.getHeader("Location")).isEqualTo("/api/v1/orders/" + id);
        HttpResponseMessage read = get(bench.alice, id);
        assertThat(read.getHeader("ETag")).isEqualTo("\"1\"");
        assertThat(OrdersBench.json(read)).isEqualTo(order);
    }

    @Test
    void the_same_key_fifty_times_at_once_makes_one_order_and_equal_answers() throws Exception {
        String key = Ids.newId().toString();
        List<String> answers = new CopyOnWriteArrayList<>();
        AtOnce.run(
                50,
                () -> answers.add((String)
                        bench.place(bench.alice, key, OrdersBench.body()).getBody()));
        assertThat(new HashSet<>(answers)).hasSize(1);
        assertThat(answers).hasSize(50);
        UUID id = UUID.fromString(OrdersBench.json(bench.place(bench.alice, key, OrdersBench.body()))
                .get("id")
                .asText());
        assertThat(bench.told(id)).containsExactly("placed");
        assertThat(bench.count("select count(*) from orders where placed_by = 'client:" + bench.customer
                        + "' and id::text = '" + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_repeated_request_is_answered_alike_even_when_it_would_be_refused_now() {
        bench.product("QS-SOON-GONE", 100, "EUR", 1);
        String key = Ids.newId().toString();
        String body = OrdersBench.body("{\"sku\":\"QS-SOON-GONE\",\"quantity\":1}");
        HttpResponseMessage first = bench.place(bench.alice, key, body);
        bench.catalog(new CatalogEvents.ProductDiscontinued(Ids.newId(), "QS-SOON-GONE", 2));
        HttpResponseMessage second = bench.place(bench.alice, key, body);
        assertThat(second.getStatusCode()).isEqualTo(201);
        assertThat(second.getBody()).isEqualTo(first.getBody());
        assertThat(second.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.getHeader("ETag")).isEqualTo("\"1\"");
        assertThat(OrdersBench.problem(bench.place(bench.alice, Ids.newId().toString(), body)))
                .isEqualTo("discontinued-product");
    }

    @Test
    void a_key_used_for_another_order_is_refused() {
        String key = Ids.newId().toString();
        bench.place(bench.alice, key, OrdersBench.body());
        HttpResponseMessage other =
                bench.place(bench.alice, key, OrdersBench.body("{\"sku\":\"QS-2\",\"quantity\":1}"));
        assertThat(OrdersBench.problem(other)).isEqualTo("idempotency-key-reused");
        HttpResponseMessage refused =
                bench.place(bench.alice, key, OrdersBench.body("{\"sku\":\"QS-9\",\"quantity\":1}"));
        assertThat(OrdersBench.problem(refused)).isEqualTo("idempotency-key-reused");
    }

    @Test
    void a_key_older_than_a_day_can_be_used_again() {
        String key = Ids.newId().toString();
        HttpResponseMessage first = bench.place(bench.alice, key, OrdersBench.body());
        bench.database
                .admin()
                .useHandle(handle -> handle.execute(
                        "update idempotency_keys set created_at = now() - interval '25 hours' where key = ?", key));
        HttpResponseMessage second = bench.place(bench.alice, key, OrdersBench.body());
        assertThat(second.getStatusCode()).isEqualTo(201);
        assertThat(OrdersBench.json(second).get("id"))
                .isNotEqualTo(OrdersBench.json(first).get("id"));
    }

    @Test
    void keys_of_different_callers_do_not_meet() {
        String key = Ids.newId().toString();
        JsonNode alices = OrdersBench.json(bench.place(bench.alice, key, OrdersBench.body()));
        JsonNode bobs = OrdersBench.json(bench.place(bench.tokens.client(Ids.newId()), key, OrdersBench.body()));
        assertThat(bobs.get("id")).isNotEqualTo(alices.get("id"));
    }

    @Test
    void every_refusal_points_at_what_is_refused() {
        assertRefused("unknown-product", "/lines/1/sku", OrdersBench.body(line("QS-1"), line("QS-9")));
        assertRefused("discontinued-product", "/lines/0/sku", OrdersBench.body(line("QS-OLD"), line("QS-1")));
        assertRefused("currency-mismatch", "/lines/1", OrdersBench.body(line("QS-1"), line("QS-USD")));
        assertRefused("country-not-served", "/shippingAddress/country", OrdersBench.body(line("QS-1"), "1", "AQ"));
        bench.product("QS-HUGE", Long.MAX_VALUE / 2, "EUR", 1);
        assertRefused("total-too-large", "/lines", OrdersBench.body("{\"sku\":\"QS-HUGE\",\"quantity\":3}"));
    }

    private static String line(String sku) {
        return "{\"sku\":\"" + sku + "\",\"quantity\":1}";
    }

    private static void assertRefused(String problem, String pointer, String body) {
        long orders = bench.count("select count(*) from orders");
        HttpResponseMessage answer = bench.place(bench.alice, Ids.newId().toString(), body);
        assertThat(answer.getStatusCode()).isEqualTo(422);
        assertThat(OrdersBench.problem(answer)).isEqualTo(problem);
        assertThat(OrdersBench.json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(bench.count("select count(*) from orders")).isEqualTo(orders);
    }

    @Test
    void an_employee_places_on_behalf_of_a_customer_and_that_is_recorded() {
        String body = OrdersBench.bodyFor(bench.customer);
        String agent = bench.tokens.employee("customer-service");
        JsonNode order = OrdersBench.json(bench.place(agent, Ids.newId().toString(), body));
        UUID id = UUID.fromString(order.get("id").asText());
        assertThat(order.get("customerId").asText()).isEqualTo(bench.customer.toString());
        assertThat(OrdersBench.json(history(agent, id)).at("/items/0/actor").asText())
                .startsWith("employee:");
        assertThat(OrdersBench.json(history(bench.alice, id))
                        .at("/items/0/actor")
                        .asText())
                .isEqualTo("employee");
        assertThat(get(bench.alice, id).getStatusCode()).isEqualTo(200);
    }

    @Test
    void a_customer_id_is_for_employees_who_must_give_it() {
        String with = OrdersBench.bodyFor(bench.customer);
        HttpResponseMessage client = bench.place(bench.alice, Ids.newId().toString(), with);
        HttpResponseMessage admin =
                bench.place(bench.tokens.employee("admin"), Ids.newId().toString(), OrdersBench.body());
        for (HttpResponseMessage answer : List.of(client, admin)) {
            assertThat(answer.getStatusCode()).isEqualTo(422);
            assertThat(OrdersBench.json(answer).at("/errors/0/pointer").asText())
                    .isEqualTo("/customerId");
        }
    }

    @Test
    void anothers_order_looks_like_none() {
        UUID order = bench.confirmed();
        String bob = bench.tokens.client(Ids.newId());
        assertThat(get(bob, order).getStatusCode()).isEqualTo(404);
        assertThat(history(bob, order).getStatusCode()).isEqualTo(404);
        assertThat(tracking(bob, order).getStatusCode()).isEqualTo(404);
        assertThat(cancel(bench, bob, order).getStatusCode()).isEqualTo(404);
        assertThat(get(bob, Ids.newId()).getStatusCode()).isEqualTo(404);
        assertThat(bench.status(order)).isEqualTo("CONFIRMED");
    }

    @Test
    void an_order_can_be_cancelled_until_it_is_shipped_and_again() {
        for (UUID order : List.of(bench.placed(), bench.reserved(), bench.paid(), bench.confirmed())) {
            HttpResponseMessage cancelled = cancel(bench, bench.alice, order);
            assertThat(cancelled.getStatusCode()).isEqualTo(200);
            assertThat(OrdersBench.json(cancelled).get("status").asText()).isEqualTo("CANCELLED");
            assertThat(cancel(bench, bench.alice, order).getStatusCode()).isEqualTo(200);
            assertThat(bench.told(order)).endsWith("cancelled").containsOnlyOnce("cancelled");
        }
        UUID shipped = bench.confirmed();
        setStatus(shipped, "SHIPPED", 4);
        assertThat(OrdersBench.problem(cancel(bench, bench.alice, shipped))).isEqualTo("order-not-cancellable");
    }

    @Test
    void cancelling_minds_the_version_if_the_caller_names_one() {
        UUID order = bench.reserved();
        HttpResponseMessage stale = bench.http.cancelOrder(
                TestRequest.delete("v1/orders/" + order).as(bench.alice).header("If-Match", "\"1\""),
                order.toString(),
                bench.context);
        assertThat(stale.getStatusCode()).isEqualTo(412);
        assertThat(bench.status(order)).isEqualTo("RESERVED");
    }

    @Test
    void an_order_manager_ships_and_notes_the_delivery() {
        UUID order = bench.confirmed();
        HttpResponseMessage shipped = setStatus(order, "SHIPPED", 4);
        assertThat(shipped.getStatusCode()).isEqualTo(200);
        assertThat(shipped.getHeader("ETag")).isEqualTo("\"5\"");
        assertThat(setStatus(order, "DELIVERED", 4).getStatusCode()).isEqualTo(412);
        assertThat(setStatus(order, "DELIVERED", 5).getStatusCode()).isEqualTo(200);
        assertThat(bench.told(order)).endsWith("confirmed", "shipped", "delivered");
        assertThat(OrdersBench.problem(setStatus(order, "SHIPPED", 6))).isEqualTo("order-status-not-reachable");
        assertThat(setStatus(order, "PAID", 6).getStatusCode()).isEqualTo(422);
        assertThat(setStatus(Ids.newId(), "SHIPPED", 1).getStatusCode()).isEqualTo(404);
    }

    @Test
    void a_status_change_needs_if_match() {
        UUID order = bench.confirmed();
        HttpResponseMessage answer = bench.http.changeStatus(
                statusRequest(order, "SHIPPED").as(bench.tokens.employee("admin")), order.toString(), bench.context);
        assertThat(answer.getStatusCode()).isEqualTo(428);
    }

    @Test
    void the_history_tells_every_step() {
        UUID order = bench.confirmed();
        JsonNode items = OrdersBench.json(history(bench.alice, order)).get("items");
        assertThat(items.findValuesAsText("to")).containsExactly("PLACED", "RESERVED", "PAID", "CONFIRMED");
        assertThat(items.findValuesAsText("from")).containsExactly("PLACED", "RESERVED", "PAID");
        assertThat(items.findValuesAsText("actor"))
                .containsExactly("client:" + bench.customer, "system:catalog", "system:payments", "system:shipping");
    }

    @Test
    void tracking_asks_the_shipping_service() {
        JsonNode tracking = OrdersBench.json(tracking(bench.alice, bench.confirmed()));
        assertThat(tracking.get("trackingNumber").asText()).isEqualTo("QS1");
        assertThat(tracking.at("/events/0/place").asText()).isEqualTo("Berlin");
        assertThat(OrdersBench.problem(tracking(bench.alice, bench.placed()))).isEqualTo("no-shipment");
    }

    @Test
    void shipping_that_is_away_is_told_as_503() {
        UUID order = bench.confirmed();
        bench.shipping.away = true;
        try {
            assertThat(OrdersBench.problem(tracking(bench.alice, order))).isEqualTo("shipping-unavailable");
            assertThat(rates("10115", "QS-1").getStatusCode()).isEqualTo(503);
        } finally {
            bench.shipping.away = false;
        }
    }

    @Test
    void rates_are_those_of_the_shipping_service() {
        JsonNode rates = OrdersBench.json(rates("10115", "QS-1"));
        assertThat(rates.at("/rates/0/price/amount").asLong()).isEqualTo(490);
        assertThat(bench.shipping.bodies).anyMatch(body -> body.contains("\"weightGrams\":600"));
        assertThat(OrdersBench.problem(rates("00000", "QS-1"))).isEqualTo("unshippable");
        assertThat(OrdersBench.problem(rates("10115", "QS-9"))).isEqualTo("unknown-product");
    }

    private static HttpResponseMessage rates(String postalCode, String sku) {
        String body = """
                {"destination":{"country":"DE","postalCode":"%s"},"lines":[{"sku":"%s","quantity":2}],"currency":"EUR"}
                """.formatted(postalCode, sku);
        return bench.http.quoteShipping(
                TestRequest.post("v1/shipping/rates", body).as(bench.alice), bench.context);
    }

    @Test
    void a_list_is_read_page_by_page_newest_first() {
        UUID customer = Ids.newId();
        String token = bench.tokens.client(customer);
        for (int i = 0; i < 7; i++) {
            bench.place(token, Ids.newId().toString(), OrdersBench.body());
        }
        Set<String> ids = new HashSet<>();
        String cursor = "";
        Instant previous = Instant.MAX;
        int pages = 0;
        do {
            JsonNode page = OrdersBench.json(bench.http.listOrders(
                    TestRequest.get("v1/orders")
                            .as(token)
                            .query("limit", "3")
                            .query("cursor", cursor)
                            .query("status", "PLACED"),
                    bench.context));
            for (JsonNode item : page.get("items")) {
                Instant placedAt = Instant.parse(item.get("placedAt").asText());
                assertThat(placedAt).isBeforeOrEqualTo(previous);
                previous = placedAt;
                ids.add(item.get("id").asText());
            }
            cursor = page.path("nextCursor").asText("");
            pages++;
        } while (!cursor.isEmpty());
        assertThat(ids).hasSize(7);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void a_client_lists_own_orders_and_an_employee_those_asked_for() {
        UUID customer = Ids.newId();
        String token = bench.tokens.client(customer);
        bench.place(token, Ids.newId().toString(), OrdersBench.body());
        assertThat(listed(token, "limit", "200")).containsOnly(customer.toString());
        assertThat(listed(token, "customerId", bench.customer.toString())).isEmpty();
        String manager = bench.tokens.employee("order-manager");
        assertThat(listed(manager, "customerId", customer.toString())).containsOnly(customer.toString());
        assertThat(listed(manager, "from", "9000-01-01T00:00:00Z")).isEmpty();
        assertThat(listed(manager, "to", "2000-01-01T00:00:00Z")).isEmpty();
        assertThat(listed(manager, "status", "PLACED")).isNotEmpty();
    }

    private static List<String> listed(String token, String name, String value) {
        HttpResponseMessage answer =
                bench.http.listOrders(TestRequest.get("v1/orders").as(token).query(name, value), bench.context);
        return StreamSupport.stream(OrdersBench.json(answer).get("items").spliterator(), false)
                .map(item -> item.get("customerId").asText())
                .toList();
    }
}
