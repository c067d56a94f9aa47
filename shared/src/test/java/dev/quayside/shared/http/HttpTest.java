package dev.quayside.shared.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.auth.Role;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {

    private static TestTokens tokens;

    private final Http http = new Http("orders", tokens.settings());
    private final UUID customer = Ids.newId();

    /** A body with one of each. */
    record Sample(String name, Integer quantity, Money price, List<Part> parts) implements Validated {
        @Override
        public void validate(Check check) {
            check.text(name, "name", 1, 10);
            check.range(quantity, "quantity", 1, 99);
            check.each(parts, "parts", 0, 2, (part, at) -> at.text(part.sku, "sku", 1, 5));
        }
    }

    record Part(String sku) {}

    @BeforeAll
    static void publishKeys() {
        tokens = new TestTokens();
    }

    @AfterAll
    static void stop() {
        tokens.close();
    }

    @Test
    void a_request_without_token_is_401_and_says_how_to_authenticate() throws Exception {
        HttpResponseMessage answer = serve(TestRequest.get("v1/x"), call -> Reply.ok(Map.of()));

        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.getHeader("WWW-Authenticate")).isEqualTo("Bearer");
    }

    /** With two proxies of ours: the gateway, which adds the caller, and the front end of Azure, which adds the gateway. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "203.0.113.7, 10.0.0.1:51234                  | 203.0.113.7",
                "203.0.113.7:55100,10.0.0.1:51234             | 203.0.113.7",
                "2001:db8::1, 10.0.0.1                        | 2001:db8::1",
                "[2001:db8::1], 10.0.0.1                      | 2001:db8::1",
                "[2001:db8::1]:443, [2001:db8::2]:443         | 2001:db8::1",
                "::ffff:203.0.113.7, 10.0.0.1                 | ::ffff:203.0.113.7",
                // What the caller wrote itself stands on the left.
                "192.0.2.66, 203.0.113.7, 10.0.0.1:51234      | 203.0.113.7",
                "192.0.2.66, 192.0.2.66, 203.0.113.7, 10.0.0.1| 203.0.113.7",
                "<script>, 203.0.113.7, 10.0.0.1              | 203.0.113.7",
                ",,,, 203.0.113.7, 10.0.0.1                   | 203.0.113.7",
                // Not what our proxies write.
                "203.0.113.7                                  | none",
                "192.0.2.66, <script>, 10.0.0.1               | none",
                "192.0.2.66, , 10.0.0.1                       | none",
                "192.0.2.66, unknown, 10.0.0.1                | none",
                "192.0.2.66, 203.0.113.256, 10.0.0.1          | none",
                "192.0.2.66, 203.0.113, 10.0.0.1              | none",
                "192.0.2.66, 203.0.113.7:, 10.0.0.1           | none",
                "192.0.2.66, 2001:db8::1::2, 10.0.0.1         | none",
                "192.0.2.66, [2001:db8::1, 10.0.0.1           | none",
                "192.0.2.66, cafe, 10.0.0.1                   | none",
                "192.0.2.66, 203.0.113.7 203.0.113.8, 10.0.0.1| none",
                "192.0.2.66, fe80::1%eth0, 10.0.0.1           | none",
            })
    void the_callers_address_is_what_our_own_proxies_tell(String header, String address) {
        assertThat(address(http, get().header("X-Forwarded-For", header))).isEqualTo(Optional.ofNullable(address));
    }

    @ParameterizedTest
    @CsvSource({"0, none", "1, 10.0.0.1", "2, 203.0.113.7", "3, 192.0.2.66", "4, none"})
    void proxies_are_counted_from_the_right(int proxies, String address) {
        AuthSettings two = tokens.settings();
        Http behind = new Http("orders", new AuthSettings(two.external(), two.entra(), proxies));

        assertThat(address(behind, get().header("X-Forwarded-For", "192.0.2.66, 203.0.113.7, 10.0.0.1:51234")))
                .isEqualTo(Optional.of(address).filter(told -> !told.equals("none")));
    }

    @Test
    void where_no_proxy_tells_it_there_is_no_address() {
        assertThat(address(http, get())).isEmpty();
    }

    private Optional<String> address(Http behind, TestRequest request) {
        List<Optional<String>> seen = new ArrayList<>();
        behind.serve(request, new TestContext(), Access.to(Role.CLIENT), call -> {
            seen.add(call.address());
            return Reply.noContent();
        });
        assertThat(seen).hasSize(1);
        return seen.get(0);
    }

    @Test
    void a_role_that_may_not_is_403() throws Exception {
        TestRequest request = TestRequest.get("v1/x").as(tokens.employee("order-manager"));

        assertProblem(serve(request, call -> Reply.ok(Map.of())), 403, "forbidden");
    }

    @Test
    void an_unexpected_failure_is_500_and_tells_nothing() throws Exception {
        HttpResponseMessage answer = serve(get(), call -> {
            throw new IllegalStateException("select secret from table");
        });

        assertProblem(answer, 500, "internal-error");
        assertThat(answer.getBody().toString()).doesNotContain("secret");
    }

    @Test
    void the_callers_trace_comes_back() {
        TestRequest request = get().header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        assertThat(serve(request, call -> Reply.ok(Map.of())).getHeader("Trace-Id"))
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{} {}",
                "[1",
                "null",
                "[]",
                "\"text\"",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{'name':'a'}",
                "{\"name\":\"\u0001\"}"
            })
    void what_is_not_one_json_object_is_400(String body) throws Exception {
        assertProblem(post(body), 400, "malformed-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"nam\":\"x\"}|/nam|is not a known field",
                "{\"name\":1}|/name|must be a text of valid Unicode",
                "{\"name\":\"a\\u0000b\"}|/name|must not contain NUL",
                "{\"name\":\"\\ud800\"}|/name|must be a text of valid Unicode",
                "{\"quantity\":\"1\"}|/quantity|must be a whole number in range",
                "{\"quantity\":1.5}|/quantity|must be a whole number in range",
                "{\"quantity\":99999999999999999999}|/quantity|is out of range",
                "{\"quantity\":true}|/quantity|must be a whole number in range",
                "{\"parts\":{}}|/parts|must be a list",
                "{\"parts\":[{\"sku\":[]}]}|/parts/0/sku|must be a text of valid Unicode",
                "{\"price\":{\"amount\":-1,\"currency\":\"EUR\"}}|/price|An amount of money must not be negative",
                "{\"price\":{\"amount\":1,\"currency\":\"XXY\"}}|/price/currency|must be an ISO 4217 currency code",
                "{\"price\":5}|/price|must be an object"
            })
    void a_field_of_the_wrong_kind_is_422_and_pointed_at(String body, String pointer, String message) throws Exception {
        JsonNode problem = assertProblem(post(body), 422, "validation-failed");

        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(problem.at("/errors/0/message").asText()).isEqualTo(message);
    }

    @Test
    void all_invalid_fields_are_told_at_once() throws Exception {
        JsonNode problem = assertProblem(
                post("{\"name\":\" \",\"quantity\":100,\"parts\":[{\"sku\":\"toolong\"},null]}"),
                422,
                "validation-failed");

        assertThat(problem.get("errors").findValuesAsText("pointer"))
                .containsExactly("/name", "/quantity", "/parts/0/sku", "/parts/1");
    }

    @Test
    void any_script_and_emoji_come_back_intact() throws Exception {
        HttpResponseMessage answer = post("{\"name\":\"Zoë 李 \uD83D\uDEA2\",\"quantity\":1,\"parts\":[]}");

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(Json.read(answer.getBody().toString(), JsonNode.class)
                        .at("/name")
                        .asText())
                .isEqualTo("Zoë 李 \uD83D\uDEA2");
    }

    @Test
    void a_body_of_another_media_type_is_415() throws Exception {
        TestRequest request = TestRequest.post("v1/x", "{}")
                .header("Content-Type", "text/plain")
                .as(tokens.client(customer));

        assertProblem(serve(request, call -> Reply.ok(call.body(Sample.class))), 415, "unsupported-media-type");
    }

    @Test
    void a_body_over_one_mebibyte_is_413_whatever_its_script() throws Exception {
        assertProblem(post("\"" + "a".repeat(1024 * 1024 - 1) + "\""), 413, "body-too-large");
        assertProblem(post("\"" + "李".repeat(350_000) + "\""), 413, "body-too-large");
        assertProblem(post("\"" + "a".repeat(1024 * 1024 - 2) + "\""), 400, "malformed-request");
    }

    @ParameterizedTest
    @CsvSource({
        "limit,0",
        "limit,201",
        "limit,ten",
        "cursor,x",
        "cursor,WyJhIl0",
        "cursor,W251bGwsbnVsbF0",
        "from,yesterday",
        "id,1-1-1-1-1",
        "kind,client"
    })
    void a_bad_parameter_is_400_and_named(String name, String value) throws Exception {
        HttpResponseMessage answer = serve(get().query(name, value), call -> {
            call.limit();
            call.cursor(2).ifPresent(cursor -> cursor.instant(0));
            call.queryInstant("from");
            call.queryId("id");
            call.queryEnum("kind", Role.class);
            return Reply.ok(Map.of());
        });

        JsonNode problem = assertProblem(answer, 400, "invalid-parameter");
        assertThat(problem.at("/errors/0/parameter").asText()).isEqualTo(name);
    }

    @Test
    void a_cursor_gives_back_what_was_put_in() {
        UUID id = Ids.newId();
        serve(get().query("cursor", Cursor.of("2026-01-31T12:00:00Z", id)), call -> {
            assertThat(call.cursor(2).orElseThrow().uuid(1)).isEqualTo(id);
            assertThat(call.cursor(2).orElseThrow().instant(0)).isEqualTo("2026-01-31T12:00:00Z");
            return Reply.ok(Map.of());
        });
    }

    @Test
    void a_change_needs_the_version_it_is_based_on() throws Exception {
        assertProblem(serve(get(), call -> Reply.ok(call.ifMatch())), 428, "precondition-required");
        assertProblem(
                serve(get().header("If-Match", "nonsense"), call -> Reply.ok(call.ifMatch())),
                412,
                "precondition-failed");
        assertThat(serve(get().header("If-Match", "\"7\""), call -> Reply.ok(call.ifMatch()))
                        .getBody())
                .isEqualTo("7");
    }

    private TestRequest get() {
        return TestRequest.get("v1/x").as(tokens.client(customer));
    }

    private HttpResponseMessage post(String body) {
        TestRequest request = TestRequest.post("v1/x", body).as(tokens.client(customer));
        return serve(request, call -> Reply.ok(call.body(Sample.class)));
    }

    private HttpResponseMessage serve(TestRequest request, Http.Endpoint endpoint) {
        return http.serve(request, new TestContext(), Access.to(Role.CLIENT), endpoint);
    }

    private static JsonNode assertProblem(HttpResponseMessage answer, int status, String slug) throws Exception {
        assertThat(answer.getStatusCode()).as("%s", answer.getBody()).isEqualTo(status);
        assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = Json.read(answer.getBody().toString(), JsonNode.class);
        assertThat(problem.get("type").asText()).isEqualTo("https://quayside.dev/problems/" + slug);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("traceId").asText()).hasSize(32);
        return problem;
    }
}
