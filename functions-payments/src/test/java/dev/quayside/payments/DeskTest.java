package dev.quayside.payments;

import static dev.quayside.payments.PaymentsWorld.cancelled;
import static dev.quayside.payments.PaymentsWorld.json;
import static dev.quayside.payments.PaymentsWorld.paymentDue;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments and refunds that employees ask for, and what callers see. */
class DeskTest {

    private static final String BODY = """
            {"amount":{"amount":700,"currency":"EUR"},"paymentMethod":"tok_ok","reference":"%s"}""";

    private static PaymentsWorld world;
    private final String key = Ids.newId().toString();

    @BeforeAll
    static void open() {
        world = new PaymentsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static HttpResponseMessage take(String body, String token, String key) {
        TestRequest request = TestRequest.post("v1/payments", body).as(token);
        return new PaymentsHttp(world.lazy()).take(key == null ? request : request.key(key), new TestContext());
    }

    private HttpResponseMessage take(String body) {
        return take(body, world.tokens.employee("customer-service"), key);
    }

    private static HttpResponseMessage refund(Object payment, String body, String role, String key) {
        TestRequest request = TestRequest.post("v1/payments/" + payment + "/refund", body)
                .as(world.tokens.employee(role))
                .key(key);
        return new PaymentsHttp(world.lazy()).refund(request, payment.toString(), new TestContext());
    }

    private static HttpResponseMessage get(Object payment, String token) {
        return new PaymentsHttp(world.lazy())
                .get(TestRequest.get("v1/payments/" + payment).as(token), payment.toString(), new TestContext());
    }

    private static HttpResponseMessage list(String token, String... query) {
        TestRequest request = TestRequest.get("v1/payments").as(token);
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        return new PaymentsHttp(world.lazy()).list(request, new TestContext());
    }

    private static JsonNode body(HttpResponseMessage response) {
        return json((String) response.getBody());
    }

    private static UUID captured(long amount) {
        UUID order = Ids.newId();
        world.deliver(paymentDue(order, amount, "tok_ok"));
        return (UUID) world.payment(order).get("id");
    }

    private static String eur(long amount) {
        return "{\"amount\":{\"amount\":" + amount + ",\"currency\":\"EUR\"}}";
    }

    @Test
    void a_payment_taken_by_an_employee_is_accepted_then_captured() {
        HttpResponseMessage response = take(BODY.formatted(key));

        assertThat(response.getStatusCode()).isEqualTo(202);
        assertThat(body(response).get("status").asText()).isEqualTo("PENDING");
        String id = body(response).get("id").asText();
        assertThat(response.getHeader("Location")).isEqualTo("/api/v1/payments/" + id);
        HttpResponseMessage shown = get(id, world.tokens.employee("order-manager"));
        assertThat(body(shown).get("status").asText()).isEqualTo("CAPTURED");
        assertThat((String) shown.getBody() + response.getBody()).doesNotContain("tok_ok");
        assertThat(world.gateway.taken(key)).isEqualTo(700);
    }

    @Test
    void the_same_key_gets_the_same_answer_and_charges_once() {
        String first = (String) take(BODY.formatted(key)).getBody();
        HttpResponseMessage second = take(BODY.formatted(key));

        assertThat(second.getBody()).isEqualTo(first);
        assertThat(second.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(world.gateway.chargesOf(key)).isEqualTo(1);
        assertThat(take(BODY.formatted("other")).getStatusCode()).isEqualTo(422);
    }

    @Test
    void the_same_key_twenty_times_at_once_makes_one_payment() throws Exception {
        List<HttpResponseMessage> answers = AtOnce.call(20, () -> take(BODY.formatted(key)));

        assertThat(answers)
                .extracting(HttpResponseMessage::getBody)
                .containsOnly(answers.get(0).getBody());
        assertThat(world.gateway.chargesOf(key)).isEqualTo(1);
    }

    @Test
    void a_payment_for_an_order_is_its_customers_to_see() {
        UUID order = Ids.newId();
        world.deliver(paymentDue(order, 1999, "tok_declined"));
        String body = BODY.formatted(key).replaceFirst("\\{", "{\"orderId\":\"" + order + "\",");
        String id = body(take(body)).get("id").asText();

        assertThat(get(id, world.tokens.client(PaymentsWorld.CUSTOMER)).getStatusCode())
                .isEqualTo(200);
        assertThat(get(id, world.tokens.client(Ids.newId())).getStatusCode()).isEqualTo(404);
        assertThat(world.told(order)).containsExactly("declined");
    }

    @Test
    void a_payment_for_an_order_goes_back_when_the_order_is_cancelled() {
        UUID order = Ids.newId();
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        take(BODY.formatted(key).replaceFirst("\\{", "{\"orderId\":\"" + order + "\","));
        world.deliver(cancelled(order));

        assertThat(world.gateway.givenBack(key)).isEqualTo(700);
        assertThat(world.gateway.givenBack(order.toString())).isEqualTo(1999);
        assertThat(world.told(order)).containsExactly("captured", "refunded");
    }

    @Test
    void nothing_is_taken_for_a_closed_or_an_unknown_order() {
        UUID order = Ids.newId();
        String body = BODY.formatted(key).replaceFirst("\\{", "{\"orderId\":\"" + order + "\",");
        HttpResponseMessage unknown = take(body);
        world.deliver(cancelled(order));
        HttpResponseMessage closed = take(body);

        assertThat(unknown.getStatusCode()).isEqualTo(422);
        assertThat(body(unknown).at("/errors/0/pointer").asText()).isEqualTo("/orderId");
        assertThat(closed.getStatusCode()).isEqualTo(409);
        assertThat(body(closed).get("type").asText()).endsWith("/order-closed");
        assertThat(world.gateway.chargesOf(key)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"paymentMethod":"tok_ok","reference":"r"}                                                     | /amount
            {"amount":{"amount":0,"currency":"EUR"},"paymentMethod":"tok_ok","reference":"r"}              | /amount/amount
            {"amount":{"amount":-1,"currency":"EUR"},"paymentMethod":"tok_ok","reference":"r"}             | /amount/amount
            {"amount":{"amount":1000000000001,"currency":"EUR"},"paymentMethod":"tok_ok","reference":"r"}  | /amount/amount
            {"amount":{"amount":1.5,"currency":"EUR"},"paymentMethod":"tok_ok","reference":"r"}            | /amount/amount
            {"amount":{"amount":99999999999999999999,"currency":"EUR"},"paymentMethod":"t","reference":"r"}| /amount/amount
            {"amount":{"amount":1,"currency":"EURO"},"paymentMethod":"tok_ok","reference":"r"}             | /amount/currency
            {"amount":{"amount":1},"paymentMethod":"tok_ok","reference":"r"}                               | /amount/currency
            {"amount":{"amount":1,"currency":"EUR"},"paymentMethod":" ","reference":"r"}                   | /paymentMethod
            {"amount":{"amount":1,"currency":"EUR"},"paymentMethod":"tok_ok"}                              | /reference
            {"amount":{"amount":1,"currency":"EUR"},"paymentMethod":"tok_ok","reference":"\\u0000"}         | /reference
            {"amount":{"amount":1,"currency":"EUR"},"paymentMethod":"tok_ok","reference":"r","x":1}        | /x
            {"amount":{"amount":1,"currency":"EUR"},"paymentMethod":"tok_ok","reference":"r","orderId":"1"}| /orderId
            """)
    void what_is_wrong_with_a_payment_is_pointed_at(String body, String pointer) {
        HttpResponseMessage response = take(body);

        assertThat(response.getStatusCode()).isEqualTo(422);
        assertThat(body(response).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void a_payment_needs_a_key_and_well_formed_json() {
        String token = world.tokens.employee("admin");
        assertThat(take(BODY.formatted(key), token, null).getStatusCode()).isEqualTo(400);
        assertThat(take("{]", token, key).getStatusCode()).isEqualTo(400);
    }

    @Test
    void a_captured_payment_is_refunded_in_parts_until_nothing_is_left() {
        UUID payment = captured(1000);

        HttpResponseMessage first = refund(payment, eur(600), "order-manager", key + 1);
        HttpResponseMessage tooMuch = refund(payment, eur(401), "order-manager", key + 2);
        HttpResponseMessage rest = refund(payment, "{\"reason\":\"goodwill\"}", "order-manager", key + 3);
        HttpResponseMessage nothing = refund(payment, "{}", "order-manager", key + 4);

        assertThat(first.getStatusCode()).isEqualTo(202);
        assertThat(tooMuch.getStatusCode()).isEqualTo(422);
        assertThat(body(tooMuch).get("type").asText()).endsWith("/refund-too-large");
        assertThat(body(rest).at("/amount/amount").asLong()).isEqualTo(400);
        assertThat(nothing.getStatusCode()).isEqualTo(422);
        JsonNode shown = body(get(payment, world.tokens.client(PaymentsWorld.CUSTOMER)));
        assertThat(shown.at("/refunded/amount").asLong()).isEqualTo(1000);
        assertThat(shown.get("refunds")).hasSize(2);
        assertThat(shown.at("/refunds/0").has("reason")).isFalse();
    }

    @Test
    void refunds_at_once_never_give_back_more_than_was_taken() throws Exception {
        UUID payment = captured(1999);
        AtomicInteger number = new AtomicInteger();
        List<HttpResponseMessage> answers =
                AtOnce.call(8, () -> refund(payment, eur(500), "admin", key + number.getAndIncrement()));

        assertThat(answers).filteredOn(answer -> answer.getStatusCode() == 202).hasSize(3);
        assertThat(answers).filteredOn(answer -> answer.getStatusCode() == 422).hasSize(5);
        assertThat(body(get(payment, world.tokens.employee("admin")))
                        .at("/refunded/amount")
                        .asLong())
                .isEqualTo(1500);
    }

    @Test
    void customer_service_may_refund_up_to_its_limit_of_one_payment() {
        UUID payment = captured(20_000);

        assertThat(refund(payment, eur(3_000), "customer-service", key + 1).getStatusCode())
                .isEqualTo(202);
        HttpResponseMessage over = refund(payment, eur(2_001), "customer-service", key + 2);
        assertThat(over.getStatusCode()).isEqualTo(403);
        assertThat(body(over).get("type").asText()).endsWith("/refund-limit-exceeded");
        assertThat(refund(payment, eur(2_000), "customer-service", key + 3).getStatusCode())
                .isEqualTo(202);
        assertThat(refund(payment, eur(15_000), "admin", key + 4).getStatusCode())
                .isEqualTo(202);
    }

    @Test
    void a_refund_in_another_currency_or_of_no_payment_is_refused() {
        UUID payment = captured(1000);
        String dollars = "{\"amount\":{\"amount\":1,\"currency\":\"USD\"}}";
        UUID order = Ids.newId();
        world.deliver(paymentDue(order, 5, "tok_declined"));

        assertThat(body(refund(payment, dollars, "admin", key))
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/amount/currency");
        assertThat(refund(Ids.newId(), "{}", "admin", key).getStatusCode()).isEqualTo(404);
        assertThat(refund(world.payment(order).get("id"), "{}", "admin", key).getStatusCode())
                .isEqualTo(409);
    }

    @Test
    void the_history_pages_through_everything_once_newest_first() {
        for (int i = 0; i < 5; i++) {
            captured(10 + i);
        }
        List<String> times = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page = body(list(world.tokens.employee("order-manager"), "limit", "2", "cursor", cursor));
            page.get("items").forEach(item -> {
                times.add(item.get("createdAt").asText());
                assertThat(ids.add(item.get("id").asText())).isTrue();
            });
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty());

        assertThat(ids).hasSize((int) world.count("payments"));
        assertThat(times.get(0)).isGreaterThan(times.get(times.size() - 1));
    }

    @Test
    void the_history_is_filtered_and_a_client_sees_only_their_own() {
        UUID order = Ids.newId();
        world.deliver(paymentDue(order, 1999, "tok_declined"));
        String admin = world.tokens.employee("admin");

        JsonNode found = body(list(
                admin,
                "orderId",
                order.toString(),
                "status",
                "DECLINED",
                "from",
                "2020-01-01T00:00:00Z",
                "to",
                "2100-01-01T00:00:00Z"));
        assertThat(found.get("items")).hasSize(1);
        assertThat(body(list(admin, "orderId", order.toString(), "status", "CAPTURED"))
                        .get("items"))
                .isEmpty();
        assertThat(body(list(world.tokens.client(PaymentsWorld.CUSTOMER), "orderId", order.toString()))
                        .get("items"))
                .hasSize(1);
        assertThat(body(list(world.tokens.client(Ids.newId()), "orderId", order.toString()))
                        .get("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "cursor=x",
                "cursor=WyIrOTk5OTk5OTk5LTAxLTAxVDAwOjAwOjAwWiIsIngiXQ",
                "status=NONE",
                "orderId=1",
                "from=yesterday",
                "to=+999999999-01-01T00:00:00Z"
            })
    void a_bad_parameter_is_named(String parameter) {
        String[] parts = parameter.split("=", 2);
        HttpResponseMessage response = list(world.tokens.employee("admin"), parts[0], parts[1]);

        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(body(response).at("/errors/0/parameter").asText()).isEqualTo(parts[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "take, 403, 422, 403, 422, 403",
        "list, 200, 200, 200, 200, 403",
        "get, 404, 404, 404, 404, 403",
        "refund, 403, 404, 404, 404, 403",
        "reconcile, 403, 403, 400, 400, 403"
    })
    void each_route_is_open_to_whom_it_should_be(
            String route, int client, int service, int manager, int admin, int producer) {
        assertThat(List.of(
                        call(route, world.tokens.client(Ids.newId())),
                        call(route, world.tokens.employee("customer-service")),
                        call(route, world.tokens.employee("order-manager")),
                        call(route, world.tokens.employee("admin")),
                        call(route, world.tokens.service()),
                        call(route, "forged")))
                .containsExactly(client, service, manager, admin, producer, 401);
    }

    private int call(String route, String token) {
        PaymentsHttp http = new PaymentsHttp(world.lazy());
        TestContext context = new TestContext();
        TestRequest read = TestRequest.get("v1/payments").as(token);
        TestRequest write = TestRequest.post("v1/payments", "{}").as(token).key(key);
        String id = Ids.newId().toString();
        HttpResponseMessage response = switch (route) {
            case "take" -> http.take(write, context);
            case "list" -> http.list(read, context);
            case "get" -> http.get(read, id, context);
            case "refund" -> http.refund(write, id, context);
            case "reconcile" -> http.reconcile(read, context);
            default -> throw new IllegalArgumentException(route);
        };
        return response.getStatusCode();
    }
}
