package dev.quayside.local.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A customer's portal that listens to its stream. */
final class Listener implements WebSocket.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    private Listener() {}

    /** Returns once the customer is connected. */
    static Listener open(Shop shop, String user) throws Exception {
        URI address = URI.create(
                shop.look(user, "/api/v1/notifications/stream").get("url").asText());
        Listener listener = new Listener();
        listener.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("json.webpubsub.azure.v1")
                .buildAsync(address, listener)
                .get();
        Awaitility.await(user + " is connected")
                .atMost(PATIENCE)
                .until(() -> listener.frames.stream()
                        .anyMatch(frame -> frame.path("event").asText().equals("connected")));
        return listener;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            frames.add(json(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text, JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** The notifications that were pushed so far. */
    List<JsonNode> heard() {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals("message"))
                .map(frame -> frame.at("/data/notification"))
                .toList();
    }

    /** The first notification of an order. */
    JsonNode await(UUID order) {
        return Awaitility.await("news of " + order)
                .atMost(PATIENCE)
                .until(
                        () -> heard().stream()
                                .filter(news -> news.path("orderId").asText().equals(order.toString()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
