package dev.quayside.customers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.testing.MovableClock;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTokens;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;

/** The customers app on a database of its own, driven through its functions; Service Bus is out of reach. */
final class CustomersBench implements AutoCloseable {

    static final String PROFILE = """
            {"name":"Alice Larsen","email":"alice@example.com","phone":"+4930123456","locale":"de-DE",
            "timeZone":"Europe/Berlin","addresses":[{"name":"Alice Larsen","line1":"Kai 1","city":"Berlin",
            "postalCode":"10115","country":"DE"}]}""";

    final TestDatabase database = TestDatabase.open("customers");
    final TestTokens tokens = new TestTokens();
    final MovableClock clock = new MovableClock();
    final TestContext context = new TestContext();
    final BlobSettings blobs;
    final CustomersApp app;
    final CustomersHttp http;
    final CustomersMessages messages;

    final String agent = tokens.employee("customer-service");
    final String manager = tokens.employee("order-manager");
    final String admin = tokens.employee("admin");

    /** With a Blob Storage that nobody answers at, for tests without files. */
    CustomersBench() {
        this(new BlobSettings(null, null, Secret.of("UseDevelopmentStorage=true")));
    }

    CustomersBench(BlobSettings blobs) {
        this.blobs = blobs;
        this.app = start();
        this.http = new CustomersHttp(new Lazy<>(() -> app));
        this.messages = new CustomersMessages(new Lazy<>(() -> app));
    }

    /** Another instance of the app on the same database. */
    CustomersApp start() {
        return start(database.settings());
    }

    CustomersApp start(DatabaseSettings settings) {
        // nobody listens there: events stay in the outbox, where tests look for them
        Secret nobody = Secret.of("Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k");
        return new CustomersApp(
                new CustomersSettings(settings, new ServiceBusSettings(null, null, nobody), tokens.settings(), blobs),
                clock,
                relay -> {});
    }

    HttpResponseMessage register(String token, String body) {
        return http.register(TestRequest.post("v1/customers", body).as(token), context);
    }

    String token(UUID id, String name, String email) {
        return tokens.client(id, email == null ? Map.of("name", name) : Map.of("name", name, "email", email));
    }

    /** A new customer, registered. */
    UUID registered(String name, String email) {
        UUID id = Ids.newId();
        HttpResponseMessage answer = register(token(id, name, email), "{}");
        if (answer.getStatusCode() != 201) {
            throw new AssertionError(answer.getBody());
        }
        return id;
    }

    HttpResponseMessage get(String token, UUID customer) {
        return http.get(TestRequest.get("v1/customers/" + customer).as(token), customer.toString(), context);
    }

    HttpResponseMessage put(String token, UUID customer, int version, String body) {
        return http.update(
                TestRequest.put("v1/customers/" + customer, body).as(token).header("If-Match", "\"" + version + "\""),
                customer.toString(),
                context);
    }

    void order(DomainEvent event) {
        messages.onOrderEvent(envelope(event), context);
    }

    void gdpr(DomainEvent event) {
        messages.onGdprEvent(envelope(event), context);
    }

    HttpResponseMessage erase(String token, UUID customer) {
        return http.erase(TestRequest.delete("v1/customers/" + customer).as(token), customer.toString(), context);
    }

    HttpResponseMessage requestExport(String token, UUID customer) {
        return http.requestExport(
                TestRequest.post("v1/customers/" + customer + "/gdpr/export", null)
                        .as(token),
                customer.toString(),
                context);
    }

    HttpResponseMessage export(String token, UUID customer, UUID export) {
        return http.getExport(
                TestRequest.get("v1/customers/" + customer + "/gdpr/exports/" + export)
                        .as(token),
                customer.toString(),
                export.toString(),
                context);
    }

    HttpResponseMessage orders(String token, UUID customer, String cursor, int limit) {
        return http.listOrders(
                TestRequest.get("v1/customers/" + customer + "/orders")
                        .as(token)
                        .query("limit", Integer.toString(limit))
                        .query("cursor", cursor),
                customer.toString(),
                context);
    }

    HttpResponseMessage search(String token, String text, String segment) {
        return http.search(
                TestRequest.get("v1/customers").as(token).query("q", text).query("segment", segment), context);
    }

    /** The ids of the customers that an answer lists. */
    static List<UUID> ids(HttpResponseMessage answer) {
        return StreamSupport.stream(json(answer).get("items").spliterator(), false)
                .map(item -> UUID.fromString(item.get("id").asText()))
                .toList();
    }

    /** A message body, with a new event id each time. */
    static String envelope(DomainEvent event) {
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

    /** The data of the events of a type about a customer, in the order they were written. */
    List<JsonNode> told(String type, UUID customer) {
        return database.admin()
                .withHandle(handle -> handle.select(
                                "select payload from outbox where type = ? and subject = ? order by seq",
                                type,
                                customer.toString())
                        .mapTo(String.class)
                        .map(payload -> json(payload).get("data"))
                        .list());
    }

    /** What is on record about a customer: who did what. */
    List<String> trail(UUID customer) {
        return told("quayside.audit.access-recorded.v1", customer).stream()
                .map(access -> access.get("actor").asText().split(":", 2)[0] + " "
                        + access.get("action").asText())
                .toList();
    }

    long count(String sql) {
        return database.admin()
                .withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    static JsonNode json(HttpResponseMessage answer) {
        return json((String) answer.getBody());
    }

    static JsonNode json(String text) {
        try {
            return Json.read(text, JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last part of a problem's type. */
    static String problem(HttpResponseMessage answer) {
        String type = json(answer).get("type").asText();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    static String pointer(HttpResponseMessage answer) {
        return json(answer).at("/errors/0/pointer").asText();
    }

    /** Runs the same work in so many threads at once. */
    static void atOnce(int threads, Runnable work) throws Exception {
        allAtOnce(Collections.nCopies(threads, work));
    }

    static void allAtOnce(List<Runnable> works) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<?>> running =
                    works.stream().<Future<?>>map(pool::submit).toList();
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Override
    public void close() {
        app.close();
        tokens.close();
        database.close();
    }
}
