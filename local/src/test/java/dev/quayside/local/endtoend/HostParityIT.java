package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.endtoend.Staging.Route;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Functions host answers by itself is what Azure's answers, and no answer shows our insides. */
class HostParityIT {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH");

    private final ContractClient client = new ContractClient();

    static List<String> apps() {
        return Staging.apps().stream().map(Staging.App::name).toList();
    }

    static Stream<String> paths() {
        return Staging.routes().stream().map(Route::path).distinct();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/v1",
                "/api/v2/orders",
                "/api/v1/nothing",
                "/api/v1/orders/x/y/z",
                "/api/v1/orders/..%2f..%2fadmin",
                "/admin/host/status",
                "/api/v1/orders/01900000-0000-7000-8000-000000000000/nothing"
            })
    void an_unknown_route_is_404(String path) {
        Answer answer = client.sendUnchecked(authorized(Ask.get(path)));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(ContractClient.leaks(answer)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_wrong_method_is_404_and_never_405(String path) {
        Set<Route> known = Staging.routes();
        String concrete = path.replaceAll("\\{\\w+}", "01900000-0000-7000-8000-000000000000");
        for (String method : METHODS) {
            if (!known.contains(new Route(method, path))) {
                Ask ask = method.equals("GET") ? Ask.get(concrete) : Ask.of(method, concrete, "{}");
                Answer answer = client.sendUnchecked(authorized(ask));
                assertThat(answer.status()).as("%s answers %s", ask, answer).isEqualTo(404);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("apps")
    void head_is_not_get(String app) {
        Ask head = Ask.get("/api/v1/" + app + "/health").method("HEAD");

        assertThat(client.sendUnchecked(head).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("apps")
    void routes_ignore_case(String app) {
        assertThat(client.sendUnchecked(Ask.get("/api/V1/" + app.toUpperCase(Locale.ROOT) + "/Health"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("apps")
    void health_and_document_need_no_token_and_tell_no_detail(String app) {
        assertThat(client.sendBare(Ask.get("/api/v1/" + app + "/health")).json().toString())
                .isEqualTo("{\"status\":\"up\"}");
        assertThat(client.sendBare(Ask.get("/api/v1/" + app + "/ready")).json().toString())
                .isEqualTo("{\"status\":\"ready\"}");
        Answer document = client.sendBare(Ask.get("/api/v1/" + app + "/openapi.json"));
        assertThat(document.json().path("openapi").asText()).startsWith("3.1.");
    }

    @Test
    void a_trace_of_the_caller_is_continued_and_told() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        Ask ask = Ask.get("/api/v1/orders").header("traceparent", "00-" + trace + "-b7ad6b7169203331-01");

        Answer answer = client.sendBare(ask);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("traceId").asText()).isEqualTo(trace);
    }

    @Test
    void a_broken_trace_is_replaced() {
        for (String broken : List.of("x", "00-" + "0".repeat(32) + "-b7ad6b7169203331-01", "00-zz-zz-zz")) {
            Answer answer = client.sendBare(Ask.get("/api/v1/orders").header("traceparent", broken));
            assertThat(answer.json().path("traceId").asText())
                    .matches("[0-9a-f]{32}")
                    .doesNotMatch("0+");
        }
    }

    @Test
    void answers_are_not_cached_and_not_sniffed() {
        Answer answer = client.send(Who.OWNER, Ask.get("/api/v1/orders"));

        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(answer.header("x-content-type-options")).contains("nosniff");
        assertThat(answer.header("x-powered-by")).isEmpty();
    }

    private Ask authorized(Ask ask) {
        return ask.header("Authorization", "Bearer " + client.token(Who.ADMIN));
    }
}
