package dev.quayside.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** The catalog app on a real database, with its events left in the outbox, where tests look at them. */
final class CatalogFixture implements AutoCloseable {

    private static final AtomicInteger SKUS = new AtomicInteger();

    private static final ObjectMapper JSON = new ObjectMapper();

    final TestTokens tokens = new TestTokens();
    final TestDatabase database = TestDatabase.open("products");
    final Jdbi admin = database.admin();
    final CatalogApp app;
    final ProductsHttp products;
    final StockFunctions stock;
    final String manager = tokens.employee("order-manager");
    final String client = tokens.client(UUID.randomUUID());

    CatalogFixture() {
        ServiceBusSettings nobody = new ServiceBusSettings(
                null, null, Secret.of("Endpoint=sb://localhost;SharedAccessKeyName=test;SharedAccessKey=c2VjcmV0"));
        app = new CatalogApp(new CatalogSettings(
                database.settings(), nobody, TestBlobs.settings(), tokens.settings(), Duration.ofMinutes(60)));
        app.relay.close();
        Lazy<CatalogApp> lazy = new Lazy<>(() -> app);
        products = new ProductsHttp(lazy);
        stock = new StockFunctions(lazy);
    }

    /** A status and a parsed body. */
    record Answer(int status, JsonNode body, HttpResponseMessage response) {

        static Answer of(HttpResponseMessage response) {
            try {
                Object body = response.getBody();
                return new Answer(
                        response.getStatus().value(), body == null ? null : JSON.readTree(body.toString()), response);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        String problem() {
            String type = body.path("type").asText();
            return type.substring(type.lastIndexOf('/') + 1);
        }
    }

    Answer createCategory(String json) {
        return Answer.of(products.createCategory(
                TestRequest.post("v1/categories", json)
                        .as(manager)
                        .key(UUID.randomUUID().toString()),
                new TestContext()));
    }

    Answer createProduct(String json) {
        return createProduct(json, UUID.randomUUID().toString());
    }

    Answer createProduct(String json, String key) {
        return Answer.of(products.createProduct(
                TestRequest.post("v1/products", json).as(manager).key(key), new TestContext()));
    }

    /** Creates a product of its own with so many pieces, and answers its SKU. */
    String article(int pieces) {
        String sku = "SKU-" + SKUS.incrementAndGet();
        product(sku, pieces);
        return sku;
    }

    /** Creates a product with so many pieces. */
    UUID product(String sku, int pieces) {
        Answer answer = createProduct(productJson(sku, pieces));
        if (answer.status() != 201) {
            throw new AssertionError(answer);
        }
        return UUID.fromString(answer.body().get("id").asText());
    }

    static String productJson(String sku, int pieces) {
        return """
                {"sku":"%s","name":"Thing %s","description":"","category":"tools",
                 "price":{"amount":1999,"currency":"EUR"},"weightGrams":250,"initialStock":%d}
                """.formatted(sku, sku, pieces);
    }

    Answer read(UUID id, String token) {
        return Answer.of(
                products.readProduct(TestRequest.get("v1/products/" + id).as(token), id.toString(), new TestContext()));
    }

    Answer change(UUID id, String etag, String json) {
        TestRequest request = TestRequest.put("v1/products/" + id, json).as(manager);
        if (etag != null) {
            request.header("If-Match", etag);
        }
        return Answer.of(products.changeProduct(request, id.toString(), new TestContext()));
    }

    Answer adjust(UUID id, String json) {
        return Answer.of(stock.adjustInventory(
                TestRequest.post("v1/products/" + id + "/inventory/adjustments", json)
                        .as(manager)
                        .key(UUID.randomUUID().toString()),
                id.toString(),
                new TestContext()));
    }

    Answer inventory(UUID id) {
        return Answer.of(stock.readInventory(
                TestRequest.get("v1/products/" + id + "/inventory").as(manager), id.toString(), new TestContext()));
    }

    /** Fills the catalogue with so many products of {@code generate-products.sql}. */
    void generate(int count) {
        try (InputStream in = CatalogFixture.class.getResourceAsStream("/generate-products.sql")) {
            String script =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(":products", String.valueOf(count));
            admin.useHandle(handle -> {
                handle.createScript(script).execute();
                handle.execute("analyze");
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Feeds an event to the consumer, as Service Bus would. */
    void receive(DomainEvent event) {
        stock.onOrderEvent(message(event), new TestContext());
    }

    /** The message of an event; each call makes another event id. */
    static String message(DomainEvent event) {
        return Json.write(new CloudEvent(
                "1.0",
                Ids.newId().toString(),
                "/quayside/orders",
                event.type(),
                event.subject(),
                Instant.now(),
                "application/json",
                null,
                Json.node(event)));
    }

    /** Types of the events told about a subject, oldest first, without version and prefix: {@code stock.reserved}. */
    List<String> told(String subject) {
        return admin.withHandle(handle -> handle.createQuery("""
                        select type from outbox where topic = 'catalog-events' and subject = :subject order by seq
                        """)
                .bind("subject", subject)
                .map((row, context) -> row.getString(1).replaceAll("^quayside\\.|\\.v1$", ""))
                .list());
    }

    /** Data of the last event told about a subject. */
    JsonNode lastTold(String subject) {
        String payload = admin.withHandle(handle -> handle.createQuery("""
                        select payload from outbox where topic = 'catalog-events' and subject = :subject
                        order by seq desc limit 1
                        """)
                .bind("subject", subject)
                .mapTo(String.class)
                .one());
        try {
            return JSON.readTree(payload).get("data");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many messages are noted as handled. */
    long heard() {
        return admin.withHandle(handle -> handle.createQuery("select count(*) from inbox")
                .mapTo(Long.class)
                .one());
    }

    String reservation(UUID orderId) {
        return admin.withHandle(handle -> handle.createQuery("select status from reservations where order_id = :id")
                .bind("id", orderId)
                .mapTo(String.class)
                .findOne()
                .orElse("none"));
    }

    /** Pieces on hand and reserved, {@code 10/3}. */
    String level(String sku) {
        return admin.withHandle(
                handle -> handle.createQuery("select on_hand || '/' || reserved from stock_levels where sku = :sku")
                        .bind("sku", sku)
                        .mapTo(String.class)
                        .one());
    }

    /** Articles whose books do not balance. */
    List<String> discrepancies() {
        return admin.withHandle(handle -> handle.createQuery("select d::text from stock_discrepancies() d")
                .mapTo(String.class)
                .list());
    }

    @Override
    public void close() {
        app.close();
        database.close();
        tokens.close();
    }
}
