package dev.quayside.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.MovableClock;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The app over a real database, with a clock that tests move. */
final class AuditWorld implements AutoCloseable {

    static final UUID CUSTOMER = UUID.fromString("0190a000-0000-7000-8000-000000000001");

    final TestDatabase database = TestDatabase.open("audit");
    final TestTokens tokens = new TestTokens();
    final MovableClock clock = new MovableClock();
    final AuditSettings settings;
    private final AuditApp app;

    AuditWorld() {
        this(TestBlobs.settings());
    }

    AuditWorld(BlobSettings blobs) {
        Secret nobody = Secret.of("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=none");
        settings = new AuditSettings(
                database.settings(),
                new ServiceBusSettings(null, null, nobody),
                tokens.settings(),
                blobs,
                TestKeys.settings());
        app = new AuditApp(settings, clock, relay -> {});
    }

    /** As the worker builds function classes. */
    Lazy<AuditApp> lazy() {
        return new Lazy<>(() -> app);
    }

    AuditMessages messages() {
        return new AuditMessages(lazy());
    }

    /**
     * Does something in a process of its own that dies.
     *
     * @param place where; see {@link CrashSockets}
     * @return false if it did not get there
     */
    boolean dies(int place, Consumer<AuditMessages> work) {
        CrashSockets.Plan plan = new CrashSockets.Plan(place);
        AuditSettings its = new AuditSettings(
                CrashSockets.mortal(settings.database(), plan),
                settings.serviceBus(),
                settings.auth(),
                settings.blobs(),
                settings.anchors());
        try (AuditApp process = new AuditApp(its, clock, relay -> {})) {
            work.accept(new AuditMessages(new Lazy<>(() -> process)));
        } catch (CrashSockets.Crash expected) {
            // as planned
        }
        return plan.isDead();
    }

    void orders(String... bodies) {
        messages().orderEvents(List.of(bodies), new TestContext());
    }

    static String event(DomainEvent event) {
        return event(Ids.newId().toString(), event.type(), event.subject(), Json.node(event));
    }

    static String event(String id, String type, String subject, JsonNode data) {
        return Json.write(new CloudEvent(
                "1.0",
                id,
                "/quayside/orders",
                type,
                subject,
                Instant.now(),
                "application/json",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                data));
    }

    HttpResponseMessage post(String body, String token, String key) {
        TestRequest request = TestRequest.post("v1/audit/logs", body).as(token);
        return new AuditHttp(lazy()).record(key == null ? request : request.key(key), new TestContext());
    }

    HttpResponseMessage list(String token, String... query) {
        return new AuditHttp(lazy()).list(get("v1/audit/logs", token, query), new TestContext());
    }

    HttpResponseMessage verify(String token, String... query) {
        return new AuditHttp(lazy()).verify(get("v1/audit/verify", token, query), new TestContext());
    }

    HttpResponseMessage export(String token, String... query) {
        return new AuditHttp(lazy()).export(get("v1/audit/export", token, query), new TestContext());
    }

    HttpResponseMessage trail(String token, UUID person, String... query) {
        return new AuditHttp(lazy())
                .trail(get("v1/audit/gdpr/" + person, token, query), person.toString(), new TestContext());
    }

    HttpResponseMessage anchors(String token, String... query) {
        return new AuditHttp(lazy()).anchors(get("v1/audit/anchors", token, query), new TestContext());
    }

    HttpResponseMessage anchorKeys() {
        return new AuditHttp(lazy()).anchorKeys(TestRequest.get("v1/audit/anchor-keys"), new TestContext());
    }

    void anchor() {
        messages().anchor("{}", new TestContext());
    }

    /** Good for a while by the app's clock. */
    ErasurePartRequested partRequested(UUID erasure, UUID customer) {
        return new ErasurePartRequested(
                erasure, customer, "audit", clock.instant(), clock.instant().plusSeconds(300));
    }

    void gdprPart(DomainEvent event) {
        messages().gdprPart(event(event), new TestContext());
    }

    void gdpr(DomainEvent... events) {
        messages().gdprEvents(Stream.of(events).map(AuditWorld::event).toList(), new TestContext());
    }

    private static TestRequest get(String path, String token, String... query) {
        TestRequest request = TestRequest.get(path).as(token);
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        return request;
    }

    String admin() {
        return tokens.employee("admin");
    }

    static JsonNode body(HttpResponseMessage response) {
        return json((String) response.getBody());
    }

    static JsonNode json(String text) {
        try {
            return Json.read(text, JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows of a stream in the order of their places. */
    List<Map<String, Object>> rows(String stream) {
        return database.admin()
                .withHandle(handle -> handle.createQuery(
                                "select *, details::text as json from audit_logs where stream = :stream order by seq")
                        .bind("stream", stream)
                        .mapToMap()
                        .list());
    }

    /** Runs SQL as the administrator, as somebody would who tampers. */
    void sql(String sql) {
        database.admin().useHandle(handle -> handle.execute(sql));
    }

    long count(String query) {
        return database.admin()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        app.close();
        tokens.close();
        database.close();
    }
}
