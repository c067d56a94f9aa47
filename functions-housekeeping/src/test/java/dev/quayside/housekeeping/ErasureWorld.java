package dev.quayside.housekeeping;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.testing.MovableClock;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The app over a real database and Blob Storage, with a clock that tests move and the other apps' answers made by
 * hand. Its relay stands still: what is to be sent stays in the outbox.
 */
final class ErasureWorld implements AutoCloseable {

    final TestDatabase database = TestDatabase.open("housekeeping");
    final TestTokens tokens = new TestTokens();
    final MovableClock clock = new MovableClock();
    final BlobStore blobs = new BlobStore(TestBlobs.settings());
    private final AtomicLong letters = new AtomicLong();
    private HousekeepingApp app = start(database.settings(), TestBlobs.settings());

    HousekeepingApp start(DatabaseSettings settings, BlobSettings storage) {
        Secret nobody = Secret.of("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=none");
        HousekeepingApp started = new HousekeepingApp(
                settings, settings, new ServiceBusSettings(null, null, nobody), tokens.settings(), storage, clock);
        started.relay.close();
        return started;
    }

    /** Goes on with another process on the same database. */
    void restart(HousekeepingApp next) {
        app.close();
        app = next;
    }

    Lazy<HousekeepingApp> lazy() {
        return new Lazy<>(() -> app);
    }

    ErasureHttp http() {
        return new ErasureHttp(lazy());
    }

    String admin() {
        return tokens.employee("admin");
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    static String message(DomainEvent event) {
        return Json.write(new CloudEvent(
                "1.0",
                Ids.newId().toString(),
                "/quayside/test",
                event.type(),
                event.subject(),
                Instant.now(),
                "application/json",
                null,
                Json.node(event)));
    }

    void deliver(DomainEvent event) {
        deliver(message(event));
    }

    void deliver(String message) {
        new GDPRDataAnonymization(lazy()).onGdprEvent(message, new TestContext("GDPRDataAnonymization"));
    }

    /** Lets the timer fire. */
    void tick() {
        new GDPRDataAnonymization(lazy()).sweep("{}", new TestContext("ErasureSweep"));
    }

    /** A client asks to be forgotten; returns the erasure's id. */
    UUID request(UUID customer) {
        UUID id = Ids.newId();
        deliver(new ErasureRequested(id, customer, "client:" + customer, now()));
        return id;
    }

    ErasedPart done(UUID erasure, UUID customer, String by) {
        return new ErasedPart(
                erasure,
                Pseudonym.of(customer),
                by,
                Outcome.DONE,
                null,
                List.of(new ErasedTable(by + "_rows", 3)),
                now(),
                null,
                null);
    }

    ErasedPart waits(UUID erasure, UUID customer, String by, String reason) {
        return new ErasedPart(
                erasure, Pseudonym.of(customer), by, Outcome.WAITING, reason, List.of(), now(), null, null);
    }

    /** Every app but this one does what it is asked, until nothing more is asked. */
    void erase(UUID erasure, UUID customer) {
        for (String participant : List.of("orders", "payments", "catalog", "notifications")) {
            deliver(done(erasure, customer, participant));
        }
        doOwnPart(erasure, customer);
        deliver(done(erasure, customer, "customers"));
        deliver(done(erasure, customer, "audit"));
    }

    /** This app does its own part, and hears its own answer. */
    void doOwnPart(UUID erasure, UUID customer) {
        deliver(new ErasurePartRequested(erasure, customer, "housekeeping", now(), now().plusSeconds(300)));
        hearOwnAnswer(erasure);
    }

    void hearOwnAnswer(UUID erasure) {
        deliver(read(lastAnswer(erasure), ErasedPart.class));
    }

    /** The message by which an app was last asked. */
    String question(UUID erasure, String participant) {
        return told(ErasurePartRequested.TYPE, erasure).stream()
                .filter(data -> data.path("app").asText().equals(participant))
                .reduce((first, last) -> last)
                .map(data -> message(read(data, ErasurePartRequested.class)))
                .orElseThrow(() -> new AssertionError("nobody asked " + participant));
    }

    private static <T> T read(JsonNode data, Class<T> type) {
        try {
            return Json.read(data, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What this app last told of its part. */
    JsonNode lastAnswer(UUID erasure) {
        return told(ErasedPart.TYPE, erasure).stream()
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no answer"));
    }

    /** Something about a customer died; returns its id. */
    UUID letterOf(UUID customer, String email) {
        String body = HousekeepingWorld.orderPlaced(Ids.newId().toString(), Ids.newId(), customer)
                .replace("alice@example.com", email);
        new HousekeepingMessages(lazy())
                .keep(
                        body.getBytes(StandardCharsets.UTF_8),
                        HousekeepingWorld.CATALOG,
                        HousekeepingWorld.properties(HousekeepingWorld.PLACED, customer.toString(), ""),
                        String.valueOf(letters.incrementAndGet()),
                        '"' + Instant.now().toString() + '"',
                        new TestContext("DeadLetters"));
        return database.admin()
                .withHandle(handle -> handle.createQuery("select id from dead_letters order by id desc limit 1")
                        .mapTo(UUID.class)
                        .one());
    }

    /** A dead letter, whole. */
    JsonNode letter(UUID id) {
        TestRequest request = TestRequest.get("v1/admin/dead-letters/" + id).as(admin());
        return HousekeepingWorld.json(new HousekeepingHttp(lazy()).one(request, id.toString(), new TestContext()));
    }

    /** What waits to be sent of a type, in the order of its writing. */
    List<JsonNode> told(String type) {
        return database
                .admin()
                .withHandle(handle -> handle.createQuery("select payload from outbox where type = :type order by seq")
                        .bind("type", type)
                        .mapTo(String.class)
                        .list())
                .stream()
                .map(payload -> HousekeepingWorld.json(payload).path("data"))
                .toList();
    }

    /** The events of a type about an erasure. */
    List<JsonNode> told(String type, UUID erasure) {
        return told(type).stream()
                .filter(data -> data.path("erasureId").asText().equals(erasure.toString()))
                .toList();
    }

    /** The apps that were asked, in order and as often as they were. */
    List<String> asked(UUID erasure) {
        return told(ErasurePartRequested.TYPE, erasure).stream()
                .map(data -> data.path("app").asText())
                .toList();
    }

    JsonNode erasure(UUID id) {
        TestRequest request = TestRequest.get("v1/admin/erasures/" + id).as(admin());
        return HousekeepingWorld.json(http().one(request, id.toString(), new TestContext()));
    }

    JsonNode list(String... query) {
        TestRequest request = TestRequest.get("v1/admin/erasures").as(admin());
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        return HousekeepingWorld.json(http().list(request, new TestContext()));
    }

    HttpResponseMessage certificate(UUID id) {
        TestRequest request =
                TestRequest.get("v1/admin/erasures/" + id + "/certificate").as(admin());
        return http().certificate(request, id.toString(), new TestContext());
    }

    HttpResponseMessage hold(UUID customer, String body) {
        TestRequest request =
                TestRequest.put("v1/admin/legal-holds/" + customer, body).as(admin());
        return http().place(request, customer.toString(), new TestContext());
    }

    HttpResponseMessage lift(UUID customer) {
        TestRequest request =
                TestRequest.delete("v1/admin/legal-holds/" + customer).as(admin());
        return http().lift(request, customer.toString(), new TestContext());
    }

    JsonNode holds(String... query) {
        TestRequest request = TestRequest.get("v1/admin/legal-holds").as(admin());
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        return HousekeepingWorld.json(http().holds(request, new TestContext()));
    }

    /** The certificate as it lies in Blob Storage. */
    String stored(UUID erasure) {
        try (InputStream in = blobs.read("gdpr-certificates", erasure + ".json").orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether any table but the inbox says the customer's id; what waits to be sent is not asked. */
    boolean isNamed(UUID customer) {
        return List.of("erasures", "erasure_parts", "legal_holds", "dead_letters", "erased_rows", "erased_customers")
                .stream()
                .anyMatch(table -> isNamedIn(table, customer));
    }

    boolean isNamedIn(String table, UUID customer) {
        return database.admin()
                        .withHandle(handle -> handle.createQuery("select count(*) from " + table
                                        + " t where to_jsonb(t)::text like '%' || :customer || '%'")
                                .bind("customer", customer.toString())
                                .mapTo(Long.class)
                                .one())
                > 0;
    }

    void clear() {
        database.admin()
                .useHandle(handle -> handle.execute("truncate erasures, erasure_parts, legal_holds, dead_letters,"
                        + " outbox, inbox, erased_rows, erased_customers, idempotency_keys"));
    }

    @Override
    public void close() {
        app.close();
        tokens.close();
        database.close();
    }
}
