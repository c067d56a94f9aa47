package dev.quayside.orders;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The shipping company, as far as its contract goes: shipments by idempotency key, and a switch to be away. */
final class ShippingStub implements AutoCloseable {

    private final HttpServer server;

    /** By order. */
    final Map<String, String> shipments = new ConcurrentHashMap<>();

    final List<String> bodies = new CopyOnWriteArrayList<>();

    /** Orders whose shipments were looked for, which is how calling one off begins. */
    final List<String> lookedFor = new CopyOnWriteArrayList<>();

    final List<String> calledOff = new CopyOnWriteArrayList<>();
    volatile boolean away;
    volatile Runnable beforeBooking = () -> {};
    volatile Runnable beforeTellingWhatIsBooked = () -> {};

    ShippingStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/shipping", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/shipping");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(body);
        if (away || !"Bearer key".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 503, "{}");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod()) {
            case "POST" -> post(exchange, path, body);
            case "DELETE" -> {
                String id = path.substring(path.lastIndexOf('/') + 1);
                calledOff.add(id);
                shipments.values().remove(id);
                send(exchange, 200, "{}");
            }
            default -> get(exchange, path);
        }
    }

    private void post(HttpExchange exchange, String path, String body) throws IOException {
        if (body.contains("\"00000\"")) {
            send(exchange, 422, "{\"code\":\"unshippable\"}");
        } else if (path.endsWith("/rates")) {
            send(
                    exchange,
                    200,
                    "{\"rates\":[{\"service\":\"standard\",\"amount\":490,\"currency\":\"EUR\",\"days\":3}]}");
        } else {
            beforeBooking.run();
            String id = shipments.computeIfAbsent(
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"), order -> "sh_" + order);
            send(exchange, 201, "{\"id\":\"" + id + "\",\"trackingNumber\":\"QS1\",\"status\":\"booked\"}");
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        if (path.endsWith("/tracking")) {
            send(
                    exchange,
                    200,
                    "{\"status\":\"in-transit\",\"events\":"
                            + "[{\"at\":\"2026-01-31T12:00:00Z\",\"status\":\"picked-up\",\"place\":\"Berlin\"}]}");
            return;
        }
        String query = exchange.getRequestURI().getQuery();
        String order = query.substring(query.indexOf('=') + 1);
        lookedFor.add(order);
        String id = shipments.get(order);
        beforeTellingWhatIsBooked.run();
        send(exchange, 200, id == null ? "{\"items\":[]}" : "{\"items\":[{\"id\":\"" + id + "\"}]}");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
