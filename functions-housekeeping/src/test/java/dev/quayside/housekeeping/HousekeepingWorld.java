package dev.quayside.housekeeping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The app over a real database, with what is in it. Its relay stands still: what is to be sent stays in the outbox. */
final class HousekeepingWorld implements AutoCloseable {

    static final String CATALOG = "order-events/Subscriptions/catalog";
    static final String PLACED = "quayside.order.placed.v1";

    final TestDatabase database = TestDatabase.open("housekeeping");
    final TestTokens tokens = new TestTokens();
    private final AtomicLong sequence = new AtomicLong();
    private final HousekeepingApp app;

    HousekeepingWorld() {
        Secret nobody = Secret.of("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=none");
        app = new HousekeepingApp(
                database.settings(),
                database.settings(),
                new ServiceBusSettings(null, null, nobody),
                tokens.settings(),
                new BlobSettings(null, null, nobody),
                Clock.systemUTC());
        app.relay.close();
    }

    /** As the worker builds function classes. */
    Lazy<HousekeepingApp> lazy() {
        return new Lazy<>(() -> app);
    }

    HousekeepingHttp http() {
        return new HousekeepingHttp(lazy());
    }

    String admin() {
        return tokens.employee("admin");
    }

    /** A dead letter as the host delivers it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Death(byte[] body, String source, String properties, String sequence, String time) {

        Death of(String text) {
            return new Death(text.getBytes(StandardCharsets.UTF_8), source, properties, sequence, time);
        }

        Death of(byte[] bytes) {
            return new Death(bytes, source, properties, sequence, time);
        }

        Death in(String otherSource) {
            return new Death(body, otherSource, properties, sequence, time);
        }

        Death at(Instant instant) {
            return new Death(body, source, properties, sequence, '"' + instant.toString() + '"');
        }

        Death with(String otherProperties) {
            return new Death(body, source, otherProperties, sequence, time);
        }
    }

    /** One that just died in the catalog's subscription. */
    Death death() {
        return new Death(
                        new byte[0],
                        CATALOG,
                        properties(PLACED, "the-order", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                        String.valueOf(sequence.incrementAndGet()),
                        "")
                .at(Instant.now())
                .of("not json");
    }

    static String properties(String type, String subject, String traceparent) {
        return Json.write(Map.of(
                "type", type,
                "subject", subject,
                "traceparent", traceparent,
                "DeadLetterReason", "MaxDeliveryCountExceeded",
                "DeadLetterErrorDescription", "Given up after 10 deliveries"));
    }

    void deliver(Death death) {
        new HousekeepingMessages(lazy())
                .keep(
                        death.body,
                        death.source,
                        death.properties,
                        death.sequence,
                        death.time,
                        new TestContext("DeadLetters"));
    }

    /** Delivers it and tells the id that it got. */
    UUID kept(Death death) {
        deliver(death);
        return UUID.fromString(list("limit", "1").at("/items/0/id").asText());
    }

    static String orderPlaced(String id, UUID order, UUID customer) {
        return """
                {"specversion":"1.0","id":"%s","source":"/quayside/orders","type":"quayside.order.placed.v1",
                 "subject":"%s","time":"2026-11-21T08:00:00Z","data":{"orderId":"%2$s","customerId":"%s",
                 "name":"Alice Larsen","note":"mail alice@example.com"}}""".formatted(id, order, customer);
    }

    JsonNode list(String... query) {
        return json(listing(query));
    }

    HttpResponseMessage listing(String... query) {
        TestRequest request = TestRequest.get("v1/admin/dead-letters").as(admin());
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        return http().list(request, new TestContext());
    }

    /** One, whole. */
    HttpResponseMessage one(UUID id) {
        TestRequest request = TestRequest.get("v1/admin/dead-letters/" + id).as(admin());
        return http().one(request, id.toString(), new TestContext());
    }

    HttpResponseMessage resubmit(UUID id, String body) {
        return resubmit(id, body, Ids.newId().toString());
    }

    HttpResponseMessage resubmit(UUID id, String body, String key) {
        TestRequest request = TestRequest.post("v1/admin/dead-letters/" + id + "/resubmit", body)
                .as(admin())
                .key(key)
                .header("X-Forwarded-For", "192.0.2.7, 10.0.0.1:51234");
        return http().resubmit(request, id.toString(), new TestContext());
    }

    HttpResponseMessage resubmitKind(String body) {
        TestRequest request = TestRequest.post("v1/admin/dead-letters/resubmit", body)
                .as(admin())
                .key(Ids.newId().toString());
        return http().resubmitKind(request, new TestContext());
    }

    HttpResponseMessage discard(UUID id, String body) {
        TestRequest request = TestRequest.post("v1/admin/dead-letters/" + id + "/discard", body)
                .as(admin())
                .key(Ids.newId().toString());
        return http().discard(request, id.toString(), new TestContext());
    }

    /** What waits to be sent to an entity, in the order of its writing. */
    List<Map<String, Object>> waiting(String entity) {
        return database.admin()
                .withHandle(handle -> handle.createQuery("select * from outbox where topic = :topic order by seq")
                        .bind("topic", entity)
                        .mapToMap()
                        .list());
    }

    /** What the audit is told, in the order of its writing. */
    List<JsonNode> recorded() {
        return waiting("audit-events").stream()
                .map(row -> json((String) row.get("payload")).path("data"))
                .toList();
    }

    /** The audit event about a dead letter, or a missing node. */
    JsonNode recorded(UUID letter) {
        return recorded().stream()
                .filter(data -> data.path("subjectId").asText().equals(letter.toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is recorded of " + letter));
    }

    void clear() {
        database.admin().useHandle(handle -> handle.execute("truncate dead_letters, outbox, idempotency_keys"));
    }

    static JsonNode json(HttpResponseMessage answer) {
        return json((String) answer.getBody());
    }

    static JsonNode json(String text) {
        try {
            return Json.read(text, JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        app.close();
        tokens.close();
        database.close();
    }
}
