package dev.quayside.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.FreePorts;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayIT {
    private final Set<String> eventLoops = ConcurrentHashMap.newKeySet();
    private final List<List<String>> forwardedFor = new CopyOnWriteArrayList<>();
    private final int ports = FreePorts.row(2);
    private final Vertx vertx = Vertx.vertx();
    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.open(
                vertx,
                List.of(ports, ports + 1),
                request -> {
                    eventLoops.add(Thread.currentThread().getName());
                    if (request.path().equals("/api/v1/none")) {
                        return false;
                    }
                    forwardedFor.add(request.headers().getAll("X-Forwarded-For"));
                    request.response().end("function " + request.path());
                    return true;
                },
                (user, validity) -> user.login() + " for " + validity,
                "hello");
    }

    @AfterEach
    void close() {
        gateway.close();
        vertx.close().await();
    }

    @Test
    void api_requests_reach_the_functions_through_both_doors_unread() throws Exception {
        assertThat(get(0, "/api/v1/orders?limit=1").body()).isEqualTo("function /api/v1/orders");
        assertThat(get(1, "/api/v1/orders").body()).isEqualTo("function /api/v1/orders");
    }

    @Test
    void both_doors_add_the_caller_after_what_it_says_of_itself() throws Exception {
        get(0, "/api/v1/orders");
        get(1, "/api/v1/orders", "X-Forwarded-For", "192.0.2.66");
        get(0, "/api/v1/orders", "X-Forwarded-For", "192.0.2.66, 192.0.2.67", "X-Forwarded-For", "192.0.2.68");

        assertThat(forwardedFor)
                .containsExactly(
                        List.of("127.0.0.1"),
                        List.of("192.0.2.66, 127.0.0.1"),
                        List.of("192.0.2.66, 192.0.2.67, 192.0.2.68, 127.0.0.1"));
    }

    @Test
    void what_no_function_answers_is_a_404_problem() throws Exception {
        for (String path : List.of("/api/v1/none", "/nowhere", "/apiary")) {
            HttpResponse<String> answer = get(0, path);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("\"status\":404");
        }
    }

    @Test
    void tokens_are_for_demo_users_only() throws Exception {
        assertThat(get(0, "/local/token?user=alice").body()).isEqualTo("alice for PT1H");
        assertThat(get(0, "/local/token?user=admin&minutes=-5").body()).isEqualTo("admin for PT-5M");
        HttpResponse<String> unknown = get(0, "/local/token?user=eve");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("alice, bob, admin, agent, manager, producer");
        assertThat(get(0, "/local/token?user=alice&minutes=soon").statusCode()).isEqualTo(400);
    }

    @Test
    void connections_are_spread_over_two_event_loops() throws Exception {
        for (int i = 0; i < 8; i++) {
            get(0, "/api/v1/orders");
        }
        assertThat(eventLoops).hasSize(2);
    }

    @Test
    void the_front_page_says_where_everything_is() throws Exception {
        assertThat(get(0, "/").body()).isEqualTo("hello");
    }

    /** Over a connection of its own. */
    private HttpResponse<String> get(int door, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (ports + door) + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
