package dev.quayside.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quayside.notifications.delivery.CarrierSettings;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider of messages with books of its own: what it brought, by key. */
final class CarrierStub implements AutoCloseable {

    private static final String KEY = "carrier-key";

    private final Map<String, JsonNode> brought = new LinkedHashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final AtomicInteger calls = new AtomicInteger();

    /** Answers 503 to everything. */
    volatile boolean busy;
    /** Refuses every message. */
    volatile boolean refuses;
    /** Brings the message, but closes the connection instead of answering. */
    volatile boolean mute;

    CarrierStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    CarrierSettings settings() {
        URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/provider");
        return new CarrierSettings(url, Secret.of(KEY));
    }

    void mend() {
        busy = false;
        refuses = false;
        mute = false;
    }

    /** What reached an address. */
    synchronized List<JsonNode> brought(String address) {
        return brought.values().stream()
                .filter(message -> message.path("to").asText().equals(address))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        boolean isOurs = ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && exchange.getRequestURI().getPath().equals("/provider/messages");
        if (!isOurs) {
            answer(exchange, 401, "{}");
        } else if (busy) {
            answer(exchange, 503, "{}");
        } else if (refuses) {
            answer(exchange, 422, "{\"code\":\"invalid_recipient\"}");
        } else {
            synchronized (this) {
                JsonNode before = brought.putIfAbsent(key, Json.read(body, JsonNode.class));
                if (before != null && !before.toString().equals(body)) {
                    throw new IllegalStateException("another message under the same key");
                }
            }
            answer(exchange, mute ? 0 : 201, "{\"id\":\"m_" + key + "\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        if (status > 0) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
