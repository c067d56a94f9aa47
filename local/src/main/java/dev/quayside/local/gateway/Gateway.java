package dev.quayside.local.gateway;

import dev.quayside.local.Refusal;
import dev.quayside.local.identity.DemoUser;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The front door: one port for clients, one for employees, both leading to the apps' HTTP functions. As reverse proxies
 * do, it adds whom it was called by to {@code X-Forwarded-For}.
 */
public final class Gateway implements AutoCloseable {
    /** Two servers on a port share its connections, each on an event loop of its own. */
    private static final int SERVERS_PER_PORT = 2;

    private static final int MAX_MINUTES = 24 * 60;
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final Predicate<HttpServerRequest> api;
    private final BiFunction<DemoUser, Duration, String> tokens;
    private final String welcome;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    private Gateway(Predicate<HttpServerRequest> api, BiFunction<DemoUser, Duration, String> tokens, String welcome) {
        this.api = api;
        this.tokens = tokens;
        this.welcome = welcome;
    }

    /**
     * Opens the front door on 127.0.0.1.
     *
     * @param ports where to listen
     * @param api answers what is below {@code /api}; false when it leaves a request untouched
     * @param tokens signs a token for a demo user that is valid for a while
     * @param welcome the text at {@code /}
     */
    public static Gateway open(
            Vertx vertx,
            List<Integer> ports,
            Predicate<HttpServerRequest> api,
            BiFunction<DemoUser, Duration, String> tokens,
            String welcome) {
        Gateway gateway = new Gateway(api, tokens, welcome);
        try {
            for (int port : ports) {
                gateway.listen(vertx, port);
            }
            return gateway;
        } catch (RuntimeException e) {
            gateway.close();
            throw new Refusal("The front door does not open: " + e.getMessage() + ".", e);
        }
    }

    private void listen(Vertx vertx, int port) {
        vertx.deployVerticle(() -> new Door(port), new DeploymentOptions().setInstances(SERVERS_PER_PORT))
                .await();
    }

    /** A server on an event loop of its own. */
    private final class Door extends VerticleBase {
        private final int port;

        Door(int port) {
            this.port = port;
        }

        @Override
        public Future<?> start() {
            HttpServer server = vertx.createHttpServer(new HttpServerOptions().setMaxHeaderSize(32 * 1024))
                    .requestHandler(Gateway.this::route);
            servers.add(server);
            return server.listen(port, "127.0.0.1");
        }
    }

    private void route(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (path.equals("/api") || path.startsWith("/api/")) {
            addCaller(request);
            if (!api.test(request)) {
                problem(request, 404, "No function has this route and method.");
            }
        } else if (!request.method().equals(HttpMethod.GET)) {
            problem(request, 404, "Nothing answers " + request.method() + " here.");
        } else if (path.equals("/")) {
            text(request, welcome);
        } else if (path.equals("/local/token")) {
            token(request);
        } else {
            problem(request, 404, "The API is below /api/v1; this path leads nowhere.");
        }
    }

    private static void addCaller(HttpServerRequest request) {
        List<String> chain = new ArrayList<>(request.headers().getAll(FORWARDED_FOR));
        chain.add(request.remoteAddress().hostAddress());
        request.headers().set(FORWARDED_FOR, String.join(", ", chain));
    }

    private void token(HttpServerRequest request) {
        Optional<DemoUser> user = Optional.ofNullable(request.getParam("user")).flatMap(DemoUser::named);
        String minutes = request.getParam("minutes", "60");
        if (user.isEmpty()) {
            problem(request, 404, "The demo users are " + users() + " (?user=alice).");
        } else if (!minutes.matches("-?\\d{1,4}") || Math.abs(Integer.parseInt(minutes)) > MAX_MINUTES) {
            problem(request, 400, "minutes is a whole number up to " + MAX_MINUTES + ".");
        } else {
            text(request, tokens.apply(user.get(), Duration.ofMinutes(Integer.parseInt(minutes))));
        }
    }

    private static String users() {
        return Arrays.stream(DemoUser.values()).map(DemoUser::login).collect(Collectors.joining(", "));
    }

    private static void text(HttpServerRequest request, String text) {
        request.response()
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(text);
    }

    private static void problem(HttpServerRequest request, int status, String detail) {
        HttpServerResponse response = request.response().setStatusCode(status);
        JsonObject body = new JsonObject()
                .put("type", "about:blank")
                .put("title", response.getStatusMessage())
                .put("status", status)
                .put("detail", detail);
        response.putHeader("Content-Type", "application/problem+json").end(body.encode());
    }

    /** Stops accepting, lets running requests end for up to 2 s. */
    @Override
    public void close() {
        servers.forEach(server -> server.shutdown(Duration.ofSeconds(2)).await());
        servers.clear();
    }
}
