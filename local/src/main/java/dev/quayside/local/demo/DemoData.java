package dev.quayside.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Fills an empty catalogue through the catalog app's own API, as an administrator would. It can be cut short
 * and run again: every creation has an Idempotency-Key, and what is there already is left alone.
 */
public final class DemoData {
    private static final int CALLS_AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String api;
    private final Supplier<String> adminToken;

    /**
     * @param api where the catalog app answers, up to and with {@code /api/v1}
     * @param adminToken a token that may write products
     */
    public DemoData(String api, Supplier<String> adminToken) {
        this.api = api;
        this.adminToken = adminToken;
    }

    /**
     * Adds what is missing. The discontinued product comes last, so once it is there all is.
     *
     * @return whether anything was missing
     * @throws IllegalStateException if the catalog app refuses
     */
    public boolean seed() {
        if (!items("/products?status=DISCONTINUED&limit=1").isEmpty()) {
            return false;
        }
        DemoCatalogue catalogue = DemoCatalogue.read();
        for (DemoCatalogue.Category category : catalogue.categories()) {
            ObjectNode body =
                    json.createObjectNode().put("slug", category.slug()).put("name", category.name());
            create("/categories", "demo-category-" + category.slug(), body);
        }
        inParallel(
                catalogue.products(), product -> create("/products", "demo-product-" + product.sku(), body(product)));
        discontinue(catalogue);
        return true;
    }

    /** How many products of the catalogue an app that follows it hears of. */
    public static int size() {
        return DemoCatalogue.SIZE;
    }

    private static void inParallel(List<DemoProduct> products, Consumer<DemoProduct> work) {
        ExecutorService workers = Executors.newFixedThreadPool(CALLS_AT_ONCE);
        try {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            products.forEach(product -> running.add(CompletableFuture.runAsync(() -> work.accept(product), workers)));
            running.forEach(CompletableFuture::join);
        } finally {
            workers.shutdownNow();
        }
    }

    private ObjectNode body(DemoProduct product) {
        ObjectNode body = description(product);
        return body.put("sku", product.sku())
                .put("initialStock", product.stock())
                .put("lowStockThreshold", 5);
    }

    private ObjectNode description(DemoProduct product) {
        ObjectNode body = json.createObjectNode()
                .put("name", product.name())
                .put("description", product.description())
                .put("category", product.category())
                .put("weightGrams", product.grams());
        body.putObject("price").put("amount", product.cents()).put("currency", "EUR");
        body.set("attributes", json.valueToTree(product.attributes()));
        return body;
    }

    private void create(String path, String key, ObjectNode body) {
        HttpResponse<String> answer = send(request(path)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        boolean there = answer.statusCode() == 409;
        if (answer.statusCode() / 100 != 2 && !there) {
            throw refused("POST " + path, answer);
        }
    }

    private void discontinue(DemoCatalogue catalogue) {
        DemoProduct product = catalogue.products().stream()
                .filter(p -> p.sku().equals(DemoCatalogue.DISCONTINUED))
                .findFirst()
                .orElseThrow();
        for (JsonNode item : items("/products?limit=200&category=" + product.category())) {
            if (item.path("sku").asText().equals(product.sku())) {
                String path = "/products/" + item.path("id").asText();
                String version =
                        send(request(path)).headers().firstValue("ETag").orElse("");
                HttpResponse<String> answer = send(request(path)
                        .header("If-Match", version)
                        .PUT(HttpRequest.BodyPublishers.ofString(description(product)
                                .put("status", "DISCONTINUED")
                                .toString())));
                if (answer.statusCode() != 200) {
                    throw refused("PUT " + path, answer);
                }
            }
        }
    }

    private List<JsonNode> items(String path) {
        HttpResponse<String> answer = send(request(path));
        if (answer.statusCode() != 200) {
            throw refused("GET " + path, answer);
        }
        try {
            List<JsonNode> items = new ArrayList<>();
            json.readTree(answer.body()).path("items").forEach(items::add);
            return items;
        } catch (IOException e) {
            throw new IllegalStateException("the catalogue did not answer in JSON", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(api + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + adminToken.get())
                .header("Content-Type", "application/json");
    }

    /** Sends; a catalogue that is not quite up yet is asked again. */
    private HttpResponse<String> send(HttpRequest.Builder request) {
        Instant limit = Instant.now().plus(PATIENCE);
        HttpResponse<String> answer = sendOnce(request.build());
        while (answer.statusCode() == 503 && Instant.now().isBefore(limit)) {
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = sendOnce(request.build());
        }
        return answer;
    }

    private HttpResponse<String> sendOnce(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("the catalogue does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static IllegalStateException refused(String what, HttpResponse<String> answer) {
        return new IllegalStateException(what + " was answered " + answer.statusCode() + ": " + answer.body());
    }
}
