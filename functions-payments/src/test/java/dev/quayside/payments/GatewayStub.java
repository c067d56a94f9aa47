package dev.quayside.payments;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quayside.payments.gateway.GatewayCharge;
import dev.quayside.payments.gateway.GatewaySettings;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The payment gateway with books of its own: what it charged and gave back, by key. */
final class GatewayStub implements AutoCloseable {

    static final String KEY = "gateway-key";

    /** A refund as the gateway keeps it. */
    record GivenBack(String id, String chargeId, long amount, String status) {}

    final Map<String, GatewayCharge> charges = new LinkedHashMap<>();
    final Map<String, GivenBack> refunds = new LinkedHashMap<>();
    final List<String> requests = new ArrayList<>();
    private final Map<String, Integer> flaky = new HashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Answers 503 to everything. */
    volatile boolean busy;
    /** Loses the request: nothing happens, and no answer comes. */
    volatile boolean deaf;
    /** Does what it is asked for, but no answer comes. */
    volatile boolean mute;
    /** Refuses refunds. */
    volatile boolean refusesRefunds;
    /** Happens once a charge is made, before its answer leaves. */
    volatile Runnable meanwhile = () -> {};

    GatewayStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    GatewaySettings settings() {
        URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/payments");
        return new GatewaySettings(url, Secret.of(KEY));
    }

    /** What was taken for a reference, and how much of it was given back. */
    synchronized long taken(String reference) {
        return charges.values().stream()
                .filter(charge -> charge.isCaptured() && charge.reference().equals(reference))
                .mapToLong(GatewayCharge::amount)
                .sum();
    }

    synchronized long givenBack(String reference) {
        return charges.values().stream()
                .filter(charge -> charge.reference().equals(reference))
                .flatMap(charge -> refunds.values().stream()
                        .filter(refund -> refund.chargeId.equals(charge.id()) && refund.status.equals("refunded")))
                .mapToLong(GivenBack::amount)
                .sum();
    }

    synchronized long chargesOf(String reference) {
        return charges.values().stream()
                .filter(charge -> charge.isCaptured() && charge.reference().equals(reference))
                .count();
    }

    synchronized int requests(String start) {
        return (int)
                requests.stream().filter(request -> request.startsWith(start)).count();
    }

    synchronized void add(String key, GatewayCharge charge) {
        charges.put(key, charge);
    }

    private record Answer(int status, Object body) {}

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer = answer(exchange, body);
        if (exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().endsWith("/charges")) {
            meanwhile.run();
        }
        if (answer.status == 0) {
            exchange.close();
            return;
        }
        byte[] bytes = Json.write(answer.body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Answer answer(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        if (deaf) {
            return new Answer(0, null);
        }
        if (busy) {
            return new Answer(503, Map.of("code", "unavailable"));
        }
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Answer(401, Map.of("code", "unauthorized"));
        }
        boolean isPost = exchange.getRequestMethod().equals("POST");
        Answer answer = path.endsWith("/charges")
                ? isPost ? charge(exchange, Json.read(body, JsonNode.class)) : charges(exchange)
                : isPost ? refund(exchange, Json.read(body, JsonNode.class)) : refunds(exchange);
        return mute ? new Answer(0, null) : answer;
    }

    private Answer charge(HttpExchange exchange, JsonNode wanted) {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String method = wanted.get("paymentMethod").asText();
        if (!method.startsWith("tok_")) {
            return new Answer(400, Map.of("code", "invalid_payment_method"));
        }
        if (method.equals("tok_flaky") && flaky.merge(key, 1, Integer::sum) <= 2) {
            return new Answer(503, Map.of("code", "unavailable"));
        }
        boolean isNew = !charges.containsKey(key);
        GatewayCharge charge = charges.computeIfAbsent(
                key,
                k -> new GatewayCharge(
                        "ch_" + charges.size(),
                        key,
                        method.equals("tok_declined") ? "declined" : "captured",
                        wanted.get("amount").asLong(),
                        wanted.get("currency").asText(),
                        wanted.get("reference").asText(),
                        Instant.now()));
        if (isNew && method.equals("tok_timeout")) {
            return new Answer(0, null);
        }
        return charge.isCaptured()
                ? new Answer(isNew ? 201 : 200, charge)
                : new Answer(402, Map.of("id", charge.id(), "status", "declined", "code", "card_declined"));
    }

    private Answer charges(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return query.startsWith("idempotencyKey=")
                ? items(charges.get(query.substring("idempotencyKey=".length())))
                : new Answer(200, Map.of("items", newestFirst()));
    }

    private List<GatewayCharge> newestFirst() {
        List<GatewayCharge> all = new ArrayList<>(charges.values());
        java.util.Collections.reverse(all);
        return all;
    }

    private Answer refund(HttpExchange exchange, JsonNode wanted) {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String chargeId = wanted.get("chargeId").asText();
        long amount = wanted.get("amount").asLong();
        if (refunds.containsKey(key)) {
            return new Answer(200, refunds.get(key));
        }
        if (refusesRefunds) {
            return new Answer(422, Map.of("code", "refund_failed"));
        }
        long captured = charges.values().stream()
                .filter(charge -> charge.id().equals(chargeId))
                .mapToLong(GatewayCharge::amount)
                .sum();
        long before = refunds.values().stream()
                .filter(refund -> refund.chargeId.equals(chargeId))
                .mapToLong(GivenBack::amount)
                .sum();
        if (before + amount > captured) {
            return new Answer(422, Map.of("code", "amount_too_large"));
        }
        GivenBack refund = new GivenBack("re_" + refunds.size(), chargeId, amount, "refunded");
        refunds.put(key, refund);
        return new Answer(201, refund);
    }

    private Answer refunds(HttpExchange exchange) {
        return items(refunds.get(exchange.getRequestURI().getQuery().substring("idempotencyKey=".length())));
    }

    private static Answer items(Object found) {
        return new Answer(200, Map.of("items", found == null ? List.of() : List.of(found)));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
