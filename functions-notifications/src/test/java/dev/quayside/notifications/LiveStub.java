package dev.quayside.notifications;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quayside.notifications.live.LiveSettings;
import dev.quayside.shared.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Web PubSub as far as pushing goes: it notes what it is asked to send to whom. */
final class LiveStub implements AutoCloseable {

    static final String ACCESS_KEY = "bG9jYWwtdGVzdC1rZXktbG9jYWwtdGVzdC1rZXktbG9jYWw=";

    /** A call as it came. */
    record Pushed(String path, String query, String contentType, String authorization, String body) {
        boolean isTo(UUID customerId) {
            return path.contains("/users/" + customerId + "/");
        }
    }

    private final HttpServer server;
    private final List<Pushed> pushed = new CopyOnWriteArrayList<>();

    /** Answers 500. */
    volatile boolean broken;

    LiveStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    LiveSettings settings() {
        String connection = "Endpoint=http://localhost:" + port() + ";AccessKey=" + ACCESS_KEY + ";Version=1.0;";
        return new LiveSettings(null, null, Secret.of(connection), Duration.ofMinutes(30));
    }

    List<Pushed> to(UUID customerId) {
        return pushed.stream().filter(call -> call.isTo(customerId)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        pushed.add(new Pushed(
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getQuery(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        exchange.sendResponseHeaders(broken ? 500 : 202, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
