package dev.quayside.local.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.PlatformProcess;
import dev.quayside.shared.kernel.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** What a customer and an observer of the whole platform can do and see, in the words of the tests. */
final class Shop {

    static final Set<String> FINAL = Set.of("CONFIRMED", "REJECTED", "CANCELLED", "SHIPPED", "DELIVERED");

    /** Long enough for a retry after a lost connection; a healthy platform needs a fraction of a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PlatformProcess platform;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    Shop(PlatformProcess platform) {
        this.platform = platform;
    }

    /** An order in the making, with good defaults. */
    record Wish(String sku, int quantity, String paymentMethod, String postalCode) {

        static Wish of(String sku) {
            return new Wish(sku, 1, "tok_ok", "10115");
        }

        Wish times(int pieces) {
            return new Wish(sku, pieces, paymentMethod, postalCode);
        }

        Wish paidWith(String token) {
            return new Wish(sku, quantity, token, postalCode);
        }

        Wish sentTo(String code) {
            return new Wish(sku, quantity, paymentMethod, code);
        }

        String body() {
            return """
                    {"lines":[{"sku":"%s","quantity":%d}],"currency":"EUR","paymentMethod":"%s",
                     "shippingAddress":{"name":"Zoë 李 \uD83D\uDEA2","line1":"Kai 1","city":"Berlin",
                     "postalCode":"%s","country":"DE"}}""".formatted(sku, quantity, paymentMethod, postalCode);
        }
    }

    /** Places an order as alice and returns its id. */
    UUID place(Wish wish) {
        HttpResponse<String> answer = order(wish, UUID.randomUUID().toString());
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return UUID.fromString(json(answer).get("id").asText());
    }

    HttpResponse<String> order(Wish wish, String idempotencyKey) {
        return send(request("alice", "/api/v1/orders")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(wish.body()))
                .build());
    }

    HttpResponse<String> cancel(UUID orderId) {
        return send(request("alice", "/api/v1/orders/" + orderId).DELETE().build());
    }

    HttpResponse<String> send(HttpRequest request) {
        return platform.send(request);
    }

    HttpRequest.Builder request(String user, String path) {
        return HttpRequest.newBuilder(platform.external(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + tokens.computeIfAbsent(user, platform::token))
                .header("Content-Type", "application/json");
    }

    JsonNode look(String user, String path) {
        return json(send(request(user, path).GET().build()));
    }

    String status(UUID orderId) {
        return look("alice", "/api/v1/orders/" + orderId).path("status").asText();
    }

    /** Returns the order once it has that status. */
    JsonNode await(UUID orderId, String status) {
        return Awaitility.await("order " + orderId + " is " + status)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> look("alice", "/api/v1/orders/" + orderId),
                        order -> order.path("status").asText().equals(status));
    }

    /** Waits until a query in the apps' database answers with {@code expected}. */
    void awaitQuery(String sql, String expected) {
        Awaitility.await(sql)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> query(sql), List.of(expected)::equals);
    }

    /** The statuses that the order went through, as its history tells. */
    List<String> history(UUID orderId) {
        List<String> statuses = new ArrayList<>();
        look("alice", "/api/v1/orders/" + orderId + "/history")
                .get("items")
                .forEach(entry -> statuses.add(entry.get("to").asText()));
        return statuses;
    }

    /** Minor units that the payment gateway took for the order, less what it gave back. */
    long moneyTaken(UUID orderId) {
        long taken = 0;
        for (JsonNode charge : outside("/payments/charges?reference=" + orderId)) {
            if (charge.get("status").asText().equals("captured")) {
                taken += charge.get("amount").asLong();
            }
            for (JsonNode refund :
                    outside("/payments/refunds?chargeId=" + charge.get("id").asText())) {
                taken -= refund.get("amount").asLong();
            }
        }
        return taken;
    }

    int charges(UUID orderId) {
        return outside("/payments/charges?reference=" + orderId).size();
    }

    /** Sets a fault switch of the outside systems. */
    void fault(String system, String json) {
        HttpRequest request = HttpRequest.newBuilder(platform.outside("/faults/" + system))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json))
                .build();
        if (send(request).statusCode() >= 300) {
            throw new AssertionError("fault switch refused");
        }
    }

    void noFaults() {
        send(HttpRequest.newBuilder(platform.outside("/faults")).DELETE().build());
    }

    private JsonNode outside(String path) {
        return json(send(HttpRequest.newBuilder(platform.outside(path)).build()))
                .get("items");
    }

    /** First column of each row, as text. */
    List<String> query(String sql) {
        try (Connection connection = platform.connect("quayside");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    String one(String sql) {
        return query(sql).get(0);
    }

    void execute(String sql) {
        try (Connection connection = platform.connect("quayside");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.read(answer.body(), JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.statusCode() + " " + answer.body(), e);
        }
    }
}
