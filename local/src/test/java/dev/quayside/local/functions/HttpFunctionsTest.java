package dev.quayside.local.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the facts about the real host and worker say of HTTP, over real HTTP. */
class HttpFunctionsTest {
    private static RunningHost host;

    @BeforeAll
    static void start(@TempDir Path folder) {
        host = RunningHost.of(SampleApp.named("shop")
                .withClass("Http", SOURCE)
                .http("Echo", "Http.echo", "echo", "GET", "POST")
                .http("Bytes", "Http.bytes", "bytes", "POST")
                .http("Fail", "Http.fail", "fail", "GET")
                .http("Nothing", "Http.nothing", "nothing", "GET")
                .http("Pojo", "Http.pojo", "pojo", "GET")
                .http("BadHeader", "Http.badHeader", "bad-header", "GET")
                .http("Item", "Http.item", "items/{id:int}", "GET", "POST")
                .http("Maybe", "Http.item", "maybe/{id?}", "GET")
                .http("Uri", "Http.uri", "uri/{*rest}", "GET")
                .http("Secret", "Http.nothing", "secret", "FUNCTION", List.of("GET"))
                .http("Trace", "Http.trace", "trace", "GET")
                .http("Say", "Http.say", "say", "GET")
                .stage(folder));
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @Test
    void a_body_and_its_content_type_go_in_and_out_unchanged() {
        var answer = host.post("/api/echo", "{\"a\": \"ß😀\"}", "Content-Type", "application/json");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("POST|application/json|null|{\"a\": \"ß😀\"}");
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("x-shop")).contains("yes");
    }

    @Test
    void a_request_without_a_body_has_an_empty_one() {
        assertThat(host.get("/api/echo").body()).isEqualTo("GET|null|null|-");
        assertThat(host.post("/api/echo", "").body()).isEqualTo("POST|null|null|-");
    }

    @Test
    void a_chunked_request_without_a_length_arrives_with_no_body() {
        String answer = host.raw("""
                POST /api/echo HTTP/1.1
                Host: shop
                Connection: close
                Transfer-Encoding: chunked

                5
                hello
                0

                """);
        assertThat(answer).startsWith("HTTP/1.1 201").endsWith("POST|null|null|-");
    }

    @Test
    void a_client_that_expects_continue_is_told_to() {
        String answer = host.raw("""
                POST /api/echo HTTP/1.1
                Host: shop
                Connection: close
                Expect: 100-continue
                Content-Length: 2

                hi""");
        assertThat(answer).startsWith("HTTP/1.1 100").contains("HTTP/1.1 201").endsWith("POST|null|null|hi");
    }

    @Test
    void a_body_beyond_the_ceiling_is_refused_before_it_is_read() {
        String answer = host.raw("""
                POST /api/echo HTTP/1.1
                Host: shop
                Content-Length: 104857601

                """);
        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @Test
    void header_names_arrive_in_lower_case_and_repeated_values_joined() {
        var answer = host.get("/api/echo", "X-Many", "1", "x-many", "2");
        assertThat(answer.body()).isEqualTo("GET|null|1,2|-");
    }

    @Test
    void query_keys_keep_their_case_and_empty_values_are_dropped() {
        assertThat(host.get("/api/uri/q?a=1&A=2&b=&c&a=3&d=%C3%9F+%26").body()).endsWith("A=2 a=1,3 d=ß &");
    }

    @Test
    void bytes_go_in_and_out_unchanged() {
        var answer = host.post("/api/bytes", "abc");
        assertThat(answer.body()).isEqualTo("abc");
        assertThat(answer.headers().firstValue("content-type")).contains("application/octet-stream");
    }

    @Test
    void an_exception_is_a_500_with_an_empty_body_and_a_line_in_the_log() {
        var answer = host.get("/api/fail");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEmpty();
        assertThat(host.log()).anySatisfy(line -> {
            assertThat(line.level()).isEqualTo(Level.SEVERE);
            assertThat(line.app()).isEqualTo("shop");
            assertThat(line.function()).isEqualTo("Fail");
            assertThat(line.invocationId()).hasSize(36);
            assertThat(line.thrown()).hasMessage("no luck");
            assertThat(line.asJson()).doesNotContain("\n").contains("\"function\":\"Fail\"");
        });
    }

    @Test
    void a_result_of_null_is_204() {
        assertThat(host.get("/api/nothing").statusCode()).isEqualTo(204);
    }

    @Test
    void a_body_that_is_neither_text_nor_bytes_is_refused_with_a_reason() {
        assertThat(host.get("/api/pojo").statusCode()).isEqualTo(500);
        assertThat(host.log())
                .anySatisfy(line -> assertThat(line.message()).contains("java.util.ImmutableCollections"));
    }

    @Test
    void a_line_break_in_a_header_is_a_500_and_splits_nothing() {
        var answer = host.get("/api/bad-header");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("x-evil")).isEmpty();
    }

    @Test
    void a_failed_constraint_and_a_wrong_method_are_404() {
        assertThat(host.get("/api/items/12?name=x").statusCode()).isEqualTo(200);
        assertThat(host.get("/api/items/x").statusCode()).isEqualTo(404);
        assertThat(host.send("DELETE", "/api/items/12", null).statusCode()).isEqualTo(404);
        assertThat(host.send("HEAD", "/api/items/12", null).statusCode()).isEqualTo(404);
        assertThat(host.get("/api").statusCode()).isEqualTo(404);
    }

    @Test
    void the_route_wins_over_the_query_and_the_query_over_the_body() {
        assertThat(host.post("/api/items/7?id=8", "{\"id\": 9, \"name\": \"body\"}")
                        .body())
                .isEqualTo("7 body");
        assertThat(host.post("/api/items/7?name=query", "{\"name\": \"body\"}").body())
                .isEqualTo("7 query");
    }

    @Test
    void metadata_that_is_missing_fails_the_invocation() {
        assertThat(host.get("/api/maybe/5?name=x").body()).isEqualTo("5 x");
        assertThat(host.get("/api/maybe").statusCode()).isEqualTo(500);
        assertThat(host.log()).anySatisfy(line -> assertThat(line.message()).contains("metadata has no \"id\""));
    }

    @Test
    void characters_that_a_uri_must_not_have_do_no_harm() {
        String answer = host.raw("GET /api/uri/a|b%zz HTTP/1.1\nHost: shop:1\nConnection: close\n\n");
        assertThat(answer).endsWith("http://shop:1/api/uri/a%7Cb%25zz ");
    }

    @Test
    void a_function_that_needs_a_key_answers_401_without_it() {
        assertThat(host.get("/api/secret").statusCode()).isEqualTo(401);
        assertThat(host.get("/api/secret?code=wrong").statusCode()).isEqualTo(401);
        assertThat(host.get("/api/secret?code=" + RunningHost.ACCESS_KEY).statusCode())
                .isEqualTo(204);
        assertThat(host.get("/api/secret", "x-functions-key", RunningHost.ACCESS_KEY)
                        .statusCode())
                .isEqualTo(204);
        assertThat(host.get("/api/secret?code=" + RunningHost.ACCESS_KEY, "x-functions-key", "wrong")
                        .statusCode())
                .as("the header wins")
                .isEqualTo(401);
    }

    @Test
    void an_invocation_is_a_span_of_its_own_in_the_callers_trace() {
        String caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(host.get("/api/trace", "traceparent", caller).body())
                .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                .endsWith("-01")
                .isNotEqualTo(caller);
        assertThat(host.get("/api/trace").body()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    @Test
    void what_a_function_logs_reaches_the_sink_unchanged() {
        host.get("/api/say");
        List<String> said = host.log().stream()
                .filter(line -> "Say".equals(line.function()))
                .map(line -> line.asJson())
                .toList();
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains("\"message\":\"hello {0}\"", "\"level\":\"INFO\"", "\"app\":\"shop\"");
        assertThat(said.get(1)).isEqualTo("{\"level\":\"warn\",\"message\":\"mine\"}");
    }

    private static final String SOURCE = """
             {
              public HttpResponseMessage echo(@HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> r) {
                return r.createResponseBuilder(HttpStatus.CREATED).header("X-Shop", "yes")
                    .body(r.getHttpMethod() + "|" + r.getHeaders().get("content-type") + "|"
                        + r.getHeaders().get("x-many") + "|" + r.getBody().orElse("-")).build();
              }
              public HttpResponseMessage bytes(@HttpTrigger(name = "req") HttpRequestMessage<byte[]> r) {
                return r.createResponseBuilder(HttpStatus.OK).body(r.getBody()).build();
              }
              public HttpResponseMessage fail(@HttpTrigger(name = "req") HttpRequestMessage<String> r) {
                throw new IllegalStateException("no luck");
              }
              public static HttpResponseMessage nothing(@HttpTrigger(name = "req") String body) {
                return null;
              }
              public HttpResponseMessage pojo(@HttpTrigger(name = "req") HttpRequestMessage<String> r) {
                return r.createResponseBuilder(HttpStatus.OK).body(List.of("a")).build();
              }
              public HttpResponseMessage badHeader(@HttpTrigger(name = "req") HttpRequestMessage<String> r) {
                return r.createResponseBuilder(HttpStatus.OK).header("X-A", "b\\r\\nX-Evil: 1").build();
              }
              public HttpResponseMessage item(
                  @HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> r,
                  @BindingName("id") int id, @BindingName("name") String name) {
                return r.createResponseBuilder(HttpStatus.OK).body(id + " " + name).build();
              }
              public HttpResponseMessage uri(@HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> r) {
                StringBuilder query = new StringBuilder();
                new TreeMap<>(r.getQueryParameters()).forEach((k, v) -> query.append(" " + k + "=" + v));
                return r.createResponseBuilder(HttpStatus.OK)
                    .body(r.getUri() + (query.length() == 0 ? " " : query.toString())).build();
              }
              public HttpResponseMessage trace(
                  @HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> r, ExecutionContext c) {
                return r.createResponseBuilder(HttpStatus.OK).body(c.getTraceContext().getTraceparent()).build();
              }
              public HttpResponseMessage say(
                  @HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> r, ExecutionContext c) {
                c.getLogger().log(java.util.logging.Level.INFO, "hello {0}", "you");
                c.getLogger().fine("not this");
                c.getLogger().warning("{\\"level\\":\\"warn\\",\\"message\\":\\"mine\\"}");
                return r.createResponseBuilder(HttpStatus.OK).build();
              }
            }
            """;
}
