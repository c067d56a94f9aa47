package dev.quayside.local.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** HTTP in, {@link Call} out; {@link Answer} in, HTTP out. */
final class OutsideRoutes {
    private static final Logger LOG = Logger.getLogger(OutsideRoutes.class.getName());

    private final ObjectMapper json = new ObjectMapper();
    private final Vertx vertx;
    private final OutsideSystems systems;

    OutsideRoutes(Vertx vertx, OutsideSystems systems) {
        this.vertx = vertx;
        this.systems = systems;
    }

    void handle(HttpServerRequest request) {
        request.body()
                .compose(body -> vertx.executeBlocking(() -> answer(request, body), false))
                .onSuccess(answer -> send(request, answer))
                .onFailure(failure -> {
                    LOG.log(Level.WARNING, "an outside system failed", failure);
                    send(request, Answer.error(500, "internal", "The simulator has a fault; see the platform's log."));
                });
    }

    private Answer answer(HttpServerRequest request, Buffer body) {
        List<String> path = Arrays.stream(request.path().split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
        if (path.isEmpty()) {
            return Replies.noSuchRoute();
        }
        JsonNode parsed;
        try {
            parsed = body.length() == 0 ? Call.NO_BODY : json.readTree(body.getBytes());
        } catch (IOException e) {
            return Answer.error(400, "invalid_json", "The body is not JSON.");
        }
        Map<String, String> parameters = new HashMap<>();
        request.params().forEach(parameters::put);
        Call call = new Call(
                request.method().name(),
                path.subList(1, path.size()),
                parameters,
                Optional.ofNullable(request.getHeader("Authorization")),
                Optional.ofNullable(request.getHeader("Idempotency-Key")),
                parsed);
        return systems.answer(path.get(0), call);
    }

    private void send(HttpServerRequest request, Answer answer) {
        if (answer.delay().isZero()) {
            sendNow(request, answer);
        } else {
            vertx.setTimer(answer.delay().toMillis(), timer -> sendNow(request, answer));
        }
    }

    private static void sendNow(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (!answer.comes()) {
            request.connection().close();
            return;
        }
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .end(answer.body().toString());
    }
}
