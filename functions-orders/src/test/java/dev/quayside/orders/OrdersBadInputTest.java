package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestRequest;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersBadInputTest {

    private static final String GOOD = OrdersBench.body("{\"sku\":\"QS-1\",\"quantity\":2}");
    private static OrdersBench bench;

    @BeforeAll
    static void open() {
        bench = new OrdersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static HttpResponseMessage place(String body) {
        return bench.place(bench.alice, Ids.newId().toString(), body);
    }

    /** What is replaced in a good body by what, and which status and place the answer has. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"lines\"            | [\"lines\"                      | 400 | ``",
                "\"DE\"}}              | \"DE\"}                         | 400 | ``",
                "\"DE\"}}              | \"DE\"}} {}                     | 400 | ``",
                "\"quantity\":2        | \"quantity\":2,\"quantity\":3   | 400 | ``",
                "\"quantity\":2        | \"quantity\":\"2\"              | 422 | /lines/0/quantity",
                "\"quantity\":2        | \"quantity\":2.5                | 422 | /lines/0/quantity",
                "\"quantity\":2        | \"quantity\":true               | 422 | /lines/0/quantity",
                "\"quantity\":2        | \"quantity\":null               | 422 | /lines/0/quantity",
                "\"quantity\":2        | \"quantity\":0                  | 422 | /lines/0/quantity",
                "\"quantity\":2        | \"quantity\":-1                 | 422 | /lines/0/quantity",
                "\"quantity\":2        | \"quantity\":1000               | 422 | /lines/0/quantity",
                "\"quantity\":2        | \"quantity\":99999999999999999999 | 422 | /lines/0/quantity",
                "\"quantity\":2        | \"quantity\":1e400              | 422 | /lines/0/quantity",
                "\"quantity\":2        | \"quantity\":2,\"price\":1      | 422 | /lines/0/price",
                "\"QS-1\"              | 1                               | 422 | /lines/0/sku",
                "\"QS-1\"              | null                            | 422 | /lines/0/sku",
                "\"QS-1\"              | {\"a\":[]}                      | 422 | /lines/0/sku",
                "\"QS-1\"              | \"\"                            | 422 | /lines/0/sku",
                "\"QS-1\"              | \"\\u0000\"                     | 422 | /lines/0/sku",
                "\"QS-1\"              | \"\\ud800\"                     | 422 | /lines/0/sku",
                "\"QS-1\"              | \"' or 1=1; drop table orders\" | 422 | /lines/0/sku",
                "\"currency\":\"EUR\"  | \"currency\":\"EURO\"           | 422 | /currency",
                "\"currency\":\"EUR\"  | \"currency\":5                  | 422 | /currency",
                "\"currency\":\"EUR\"  | \"currency\":\"USD\"            | 422 | /lines/0",
                "\"currency\":\"EUR\"  | \"status\":\"PAID\"             | 422 | /status",
                "\"tok_ok\"            | []                              | 422 | /paymentMethod",
                "\"name\":\"Ada\",     | ``                              | 422 | /shippingAddress/name",
                "\"Ada\"               | \"<script>\\u0000\"             | 422 | /shippingAddress/name",
                "\"Ada\"               | {}                              | 422 | /shippingAddress/name",
                "\"country\":\"DE\"    | \"country\":\"Germany\"         | 422 | /shippingAddress/country",
                "\"country\":\"DE\"    | \"country\":\"XX\"              | 422 | /shippingAddress/country",
                "\"country\":\"DE\"    | \"country\":\"DE\",\"planet\":1 | 422 | /shippingAddress/planet",
                "\"lines\":[           | \"customerId\":\"1\",\"lines\":[ | 422 | /customerId",
            })
    void a_spoilt_body_is_refused_at_the_place(String what, String by, int status, String pointer) {
        assertThat(GOOD).contains(what);
        long orders = bench.count("select count(*) from orders");
        HttpResponseMessage answer = place(GOOD.replace(what, by == null ? "" : by));
        assertThat(answer.getStatusCode()).as((String) answer.getBody()).isEqualTo(status);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
        assertThat(OrdersBench.json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer == null ? "" : pointer);
        assertThat(bench.count("select count(*) from orders")).isEqualTo(orders);
    }

    @Test
    void huge_bodies_are_refused() {
        String manyLines = IntStream.range(0, 10_000)
                .mapToObj(i -> "{\"sku\":\"QS-" + i + "\",\"quantity\":1}")
                .collect(Collectors.joining(","));
        assertPointer("/lines", place(OrdersBench.body(manyLines)));
        assertPointer("/shippingAddress/name", place(GOOD.replace("Ada", "a".repeat(1_000_000))));
        assertThat(place(GOOD.replace("Ada", "a".repeat(1_100_000))).getStatusCode())
                .isEqualTo(413);
        assertThat(place("[".repeat(100_000)).getStatusCode()).isEqualTo(400);
        assertThat(place("").getStatusCode()).isEqualTo(400);
        assertThat(place("null").getStatusCode()).isEqualTo(400);
    }

    private static void assertPointer(String pointer, HttpResponseMessage answer) {
        assertThat(answer.getStatusCode()).isEqualTo(422);
        assertThat(OrdersBench.json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void names_in_any_script_come_back_intact() {
        String name = "李小龍 Ștefan 🐙 <b>O'Brien</b>";
        JsonNode placed = OrdersBench.json(place(GOOD.replace("Ada", name)));
        UUID id = UUID.fromString(placed.get("id").asText());
        HttpResponseMessage read =
                bench.http.getOrder(TestRequest.get("v1/orders/" + id).as(bench.alice), id.toString(), bench.context);
        assertThat(OrdersBench.json(read).at("/shippingAddress/name").asText()).isEqualTo(name);
    }

    @Test
    void the_body_must_be_json_and_the_key_must_be_there() {
        TestRequest xml =
                TestRequest.post("v1/orders", GOOD).as(bench.alice).key("k").header("Content-Type", "application/xml");
        assertThat(bench.http.placeOrder(xml, bench.context).getStatusCode()).isEqualTo(415);
        TestRequest keyless = TestRequest.post("v1/orders", GOOD).as(bench.alice);
        assertThat(OrdersBench.problem(bench.http.placeOrder(keyless, bench.context)))
                .isEqualTo("idempotency-key-missing");
        assertThat(bench.place(bench.alice, "k".repeat(256), GOOD).getStatusCode())
                .isEqualTo(400);
        assertThat(bench.place(bench.alice, "ключ", GOOD).getStatusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,201",
        "limit,-1",
        "limit,x",
        "limit,99999999999999999999",
        "cursor,x",
        "cursor,%%%",
        "cursor,WyJ4IiwieSJd", // ["x","y"]
        "cursor,WyIyMDI2LTAxLTAxVDAwOjAwOjAwWiJd", // one part only
        "cursor,WyIrMTAwMDAwMDAwLTAxLTAxVDAwOjAwOjAwWiIsIjAxYTFmYjczLTIzNzAtNzFiOC04MzA5LTg5ZDUyMzIwNzdmNCJd",
        "status,paid",
        "status,NONE",
        "customerId,1",
        "customerId,' or 1=1",
        "from,yesterday",
        "from,2026-13-01T00:00:00Z",
        "from,2026-01-01",
        "to,+1000000000-12-31T23:59:59Z",
        "from,-1000000000-01-01T00:00:00Z",
    })
    void bad_list_parameters_are_told_by_name(String name, String value) {
        HttpResponseMessage answer = bench.http.listOrders(
                TestRequest.get("v1/orders").as(bench.tokens.employee("admin")).query(name, value), bench.context);
        assertThat(answer.getStatusCode()).as((String) answer.getBody()).isEqualTo(400);
        assertThat(OrdersBench.json(answer).at("/errors/0/parameter").asText()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                      | 422 | /destination",
                "{\"destination\":{}}                    | 422 | /destination/postalCode",
                "{\"destination\":[]}                    | 422 | /destination",
                "{\"lines\":[{\"sku\":\"A\"}]}           | 422 | /destination",
                "nonsense                                | 400 | ``",
            })
    void bad_rate_requests_are_refused_at_the_place(String body, int status, String pointer) {
        HttpResponseMessage answer = bench.http.quoteShipping(
                TestRequest.post("v1/shipping/rates", body).as(bench.alice), bench.context);
        assertThat(answer.getStatusCode()).isEqualTo(status);
        assertThat(OrdersBench.json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer == null ? "" : pointer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                       | \"1\"   | 422",
                "{\"status\":null}        | \"1\"   | 422",
                "{\"status\":\"shipped\"} | \"1\"   | 422",
                "{\"status\":1}           | \"1\"   | 422",
                "{\"status\":\"SHIPPED\"} | 1       | 412",
                "{\"status\":\"SHIPPED\"} | *       | 412",
                "{\"status\":\"SHIPPED\"} | W/\"1\" | 412",
                "{\"status\":\"SHIPPED\"} | \"99999999999999999999\" | 412",
                "[]                       | \"1\"   | 400",
            })
    void bad_status_changes_are_refused(String body, String version, int status) {
        UUID order = bench.placed();
        HttpResponseMessage answer = bench.http.changeStatus(
                TestRequest.put("v1/orders/" + order + "/status", body)
                        .as(bench.tokens.employee("admin"))
                        .header("If-Match", version),
                order.toString(),
                bench.context);
        assertThat(answer.getStatusCode()).as((String) answer.getBody()).isEqualTo(status);
        assertThat(bench.status(order)).isEqualTo("PLACED");
    }
}
