package dev.quayside.local.functions.triggers;

import dev.quayside.local.functions.invoking.HttpInput;
import dev.quayside.local.functions.invoking.Invocations;
import dev.quayside.local.functions.invoking.LoadedApp;
import dev.quayside.local.functions.invoking.LoadedFunction;
import dev.quayside.local.functions.routing.RouteTemplate;
import dev.quayside.local.functions.routing.Router;
import dev.quayside.local.functions.routing.Router.Match;
import dev.quayside.local.functions.staging.Problems;
import dev.quayside.local.functions.staging.Trigger;
import dev.quayside.local.functions.staging.Trigger.AuthLevel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;

/** Hands HTTP requests to functions. Runs on Vert.x's event loop and never blocks it. */
public final class HttpTriggers {
    private static final int MAX_BODY = 100 * 1024 * 1024;

    private final Router<Endpoint> router = new Router<>();
    private final Invocations invocations;
    private final Optional<String> accessKey;

    private record Endpoint(LoadedFunction function, AuthLevel authLevel, HttpThrottle throttle) {}

    /**
     * Compiles the routes of all apps.
     *
     * @param accessKey opens functions that are not anonymous; empty: nothing does
     */
    public HttpTriggers(
            Collection<LoadedApp> apps, Invocations invocations, Optional<String> accessKey, Problems problems) {
        this.invocations = invocations;
        this.accessKey = accessKey;
        for (LoadedApp app : apps) {
            var throttle = new HttpThrottle(app.host());
            for (LoadedFunction function : app.functions()) {
                if (function.trigger() instanceof Trigger.Http http) {
                    add(app, function, http, throttle, problems);
                }
            }
        }
    }

    /** Takes the request over if a function answers it. If not, the caller must: the real host says 404. */
    public boolean handle(HttpServerRequest request) {
        Match<Endpoint> match = router.match(request.method().name(), request.path());
        if (match == null) {
            return false;
        }
        Endpoint endpoint = match.target();
        if (endpoint.authLevel() != AuthLevel.ANONYMOUS && !hasKey(request)) {
            HttpReply.empty(401).send(request.response());
        } else if (!endpoint.throttle().admit()) {
            HttpReply.empty(429).send(request.response());
        } else {
            receive(endpoint, request, match.values());
        }
        return true;
    }

    private void add(
            LoadedApp app, LoadedFunction function, Trigger.Http http, HttpThrottle throttle, Problems problems) {
        try {
            RouteTemplate template = RouteTemplate.parse(app.host().routePrefix() + "/" + http.route());
            router.add(template, http.methods(), new Endpoint(function, http.authLevel(), throttle));
        } catch (IllegalArgumentException e) {
            problems.inFunction(
                    app.name(),
                    function.name(),
                    "the route \"" + http.route() + "\" is wrong: " + e.getMessage() + ".");
        }
    }

    /** As in the real host, only a Content-Length makes a body; what comes chunked without one is dropped. */
    private void receive(Endpoint endpoint, HttpServerRequest request, Map<String, String> route) {
        long length = contentLength(request);
        if (length > MAX_BODY) {
            endpoint.throttle().abandon();
            refuseBody(request);
            return;
        }
        if (length <= 0) {
            start(endpoint, request, route, null);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
            request.response().writeContinue();
        }
        request.body().onComplete(received -> {
            if (received.succeeded()) {
                start(endpoint, request, route, received.result().getBytes());
            } else {
                endpoint.throttle().abandon();
            }
        });
    }

    /** Closes the connection as well: what the client goes on sending is not worth reading. */
    private static void refuseBody(HttpServerRequest request) {
        request.response()
                .setStatusCode(413)
                .putHeader("Connection", "close")
                .end()
                .onComplete(sent -> request.connection().close());
    }

    private void start(Endpoint endpoint, HttpServerRequest request, Map<String, String> route, byte[] body) {
        HttpInput input = input(request, route, body);
        Context eventLoop = Vertx.currentContext();
        endpoint.throttle().start(() -> {
            var unused = invocations.submit(endpoint.function(), input).whenComplete((result, failure) -> {
                endpoint.throttle().finish();
                HttpReply reply = reply(endpoint.function(), result, failure);
                eventLoop.runOnContext(now -> reply.send(request.response()));
            });
        });
    }

    private HttpReply reply(LoadedFunction function, Object result, Throwable failure) {
        if (failure != null) {
            return HttpReply.empty(500);
        }
        try {
            return HttpReply.of(result);
        } catch (IllegalArgumentException e) {
            invocations.log(Level.SEVERE, function.app(), function.name(), e.getMessage(), null);
            return HttpReply.empty(500);
        }
    }

    private boolean hasKey(HttpServerRequest request) {
        String given = request.getHeader("x-functions-key");
        if (given == null) {
            given = new HttpInput("", "", request.query(), Map.of(), Map.of(), null).metadata("code");
        }
        return given != null
                && accessKey.isPresent()
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), accessKey.get().getBytes(StandardCharsets.UTF_8));
    }

    private static HttpInput input(HttpServerRequest request, Map<String, String> route, byte[] body) {
        var headers = new HashMap<String, String>();
        request.headers()
                .forEach((name, value) ->
                        headers.merge(name.toLowerCase(Locale.ROOT), value, (first, next) -> first + "," + next));
        String uri = request.scheme() + "://" + request.authority() + request.uri();
        return new HttpInput(request.method().name(), uri, request.query(), headers, route, body);
    }

    private static long contentLength(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
