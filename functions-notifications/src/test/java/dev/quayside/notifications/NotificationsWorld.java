package dev.quayside.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.CustomerEvents.Contact;
import dev.quayside.shared.contracts.CustomerEvents.CustomerUpdated;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.testing.MovableClock;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The app over a real database and stubs of what is outside, with a clock that tests move. Its relay stands still. */
final class NotificationsWorld implements AutoCloseable {

    /** Deliveries outlive the functions that begin them, and log what tests provoke; held, since loggers are weak. */
    private static final Logger DELIVERIES = Logger.getLogger("dev.quayside");

    static {
        DELIVERIES.setLevel(Level.OFF);
    }

    final TestDatabase database = TestDatabase.open("notifications");
    final TestTokens tokens = new TestTokens();
    final CarrierStub mail = new CarrierStub();
    final CarrierStub sms = new CarrierStub();
    final LiveStub live = new LiveStub();
    final MovableClock clock = new MovableClock();
    private NotificationsApp app = start(database.settings());

    NotificationsApp start(DatabaseSettings settings) {
        Secret nobody = Secret.of("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=none");
        NotificationsApp started = new NotificationsApp(
                settings,
                new ServiceBusSettings(null, null, nobody),
                tokens.settings(),
                new NotificationsSettings(
                        mail.settings(),
                        sms.settings(),
                        Duration.ofSeconds(5),
                        Optional.of(live.settings()),
                        TestBlobs.settings()),
                clock);
        started.relay.close();
        return started;
    }

    /** As the worker builds function classes. */
    Lazy<NotificationsApp> lazy() {
        return new Lazy<>(() -> app);
    }

    /** Goes on with another process on the same database. */
    void restart(NotificationsApp next) {
        app.close();
        app = next;
    }

    NotificationsHttp http() {
        return new NotificationsHttp(lazy());
    }

    NotificationsMessages messages() {
        return new NotificationsMessages(lazy());
    }

    /** Gives an event to the function that listens to its topic. */
    void deliver(DomainEvent event) {
        deliver(event, message(event));
    }

    void deliver(DomainEvent event, String message) {
        switch (event.topic()) {
            case ORDER_EVENTS -> messages().onOrderEvent(message, new TestContext());
            case PAYMENT_EVENTS -> messages().onPaymentEvent(message, new TestContext());
            case CUSTOMER_EVENTS -> messages().onCustomerEvent(message, new TestContext());
            case NOTIFICATION_EVENTS -> messages().onNotificationEvent(message, new TestContext());
            case GDPR_EVENTS -> messages().onGdprEvent(message, new TestContext());
            case CATALOG_EVENTS, AUDIT_EVENTS -> throw new IllegalArgumentException("nobody listens");
        }
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

    /** A customer who can be reached by e-mail and text message, under addresses of their own. */
    UUID customer(String locale) {
        UUID id = Ids.newId();
        deliver(new CustomerUpdated(
                id, new Contact("Alice Larsen", email(id), phone(id), locale, "Europe/Berlin"), 1, Instant.now()));
        return id;
    }

    static String email(UUID customerId) {
        return customerId + "@example.com";
    }

    static String phone(UUID customerId) {
        return "+49" + (1_000_000_000L + Math.floorMod(customerId.getLeastSignificantBits(), 8_000_000_000L));
    }

    /** Lets the timer of deliveries fire. */
    void tick() {
        messages().deliver("{}", new TestContext());
    }

    /** What a customer was told, as their portal shows it. */
    JsonNode history(UUID customerId, String... query) {
        return body(list(tokens.client(customerId), query));
    }

    HttpResponseMessage list(String token, String... query) {
        TestRequest request = TestRequest.get("v1/notifications").as(token);
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        return http().list(request, new TestContext());
    }

    /** A notification as an employee sees it. */
    JsonNode shown(String id) {
        return body(http().get(
                        TestRequest.get("v1/notifications/" + id).as(tokens.employee("customer-service")),
                        id,
                        new TestContext()));
    }

    /** The only notification of a customer, as an employee sees it. */
    JsonNode shown(UUID customerId) {
        List<String> ids = database.admin()
                .withHandle(handle -> handle.createQuery("select id from notifications where customer_id = :customerId")
                        .bind("customerId", customerId)
                        .mapTo(String.class)
                        .list());
        if (ids.size() != 1) {
            throw new AssertionError(ids.size() + " notifications");
        }
        return shown(ids.get(0));
    }

    /** {@code EMAIL DELIVERED}, {@code SMS SKIPPED not-needed}: how the only notification of a customer was told. */
    List<String> ways(UUID customerId) {
        return shown(customerId).get("deliveries").findParents("channel").stream()
                .map(way -> (way.get("channel").asText() + " "
                                + way.get("status").asText() + " "
                                + way.path("reason").asText())
                        .strip())
                .toList();
    }

    /** Events that wait to be sent about a customer: {@code delivered EMAIL}. */
    List<String> told(UUID customerId) {
        return database.admin()
                .withHandle(handle -> handle.createQuery("""
                                select type, payload from outbox
                                where subject = :subject and topic = 'notification-events' order by seq
                                """)
                        .bind("subject", customerId.toString())
                        .map((row, context) -> row.getString("type").replaceAll("quayside.notification.|.v1", "") + " "
                                + json(row.getString("payload"))
                                        .at("/data/channel")
                                        .asText())
                        .list());
    }

    /** {@code notification.viewed}: what is on record of employees who had to do with a customer. */
    List<String> trail(UUID customerId) {
        return database.admin()
                .withHandle(handle -> handle.createQuery(
                                "select payload from outbox where topic = 'audit-events' order by seq")
                        .mapTo(String.class)
                        .map(NotificationsWorld::json)
                        .filter(event -> event.at("/data/customerId").asText().equals(customerId.toString()))
                        .map(event -> event.at("/data/action").asText())
                        .list());
    }

    long count(String table) {
        return database.admin()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one());
    }

    Map<String, Object> row(String sql, Object id) {
        return database.admin()
                .withHandle(handle ->
                        handle.createQuery(sql).bind("id", id).mapToMap().one());
    }

    /** What this app has told of its part in a customer's erasure, in that order. */
    List<ErasedPart> erasedParts(UUID customer) {
        return database.admin()
                .withHandle(handle -> handle.createQuery(
                                "select payload from outbox where type = :type and subject = :subject order by seq")
                        .bind("type", ErasedPart.TYPE)
                        .bind("subject", Pseudonym.of(customer).toString())
                        .mapTo(String.class)
                        .map(text -> CloudEvent.parse(text).data(ErasedPart.class))
                        .list());
    }

    /** All that is kept in tables, but for what waits to be sent. */
    String everything() {
        return database.admin()
                .withHandle(
                        handle -> handle.createQuery("""
                        select coalesce(string_agg(kept, ' '), '') from (
                            select to_json(r)::text as kept from recipients r
                            union all select to_json(p)::text from preferences p
                            union all select to_json(n)::text from notifications n
                            union all select to_json(d)::text from deliveries d
                            union all select to_json(a)::text from delivery_attempts a
                            union all select to_json(o)::text from known_orders o
                            union all select to_json(w)::text from waiting_payment_news w
                            union all select to_json(k)::text from idempotency_keys k
                            union all select to_json(e)::text from erased_customers e) everything
                        """).mapTo(String.class).one());
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

    @Override
    public void close() {
        app.close();
        live.close();
        sms.close();
        mail.close();
        tokens.close();
        database.close();
    }
}
