package dev.quayside.payments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.contracts.OrderEvents.OrderRejected;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.MovableClock;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import dev.quayside.shared.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The app over a real database and a stub of the gateway, with a clock that tests move. Its relay stands still. */
final class PaymentsWorld implements AutoCloseable {

    static final UUID CUSTOMER = UUID.fromString("0190a000-0000-7000-8000-000000000001");
    static final long REFUND_LIMIT = 5_000;

    final TestDatabase database = TestDatabase.open("payments");
    final TestTokens tokens = new TestTokens();
    final GatewayStub gateway = new GatewayStub();
    final MovableClock clock = new MovableClock();
    private PaymentsApp app = start(database.settings());

    PaymentsApp start(DatabaseSettings settings) {
        Secret nobody = Secret.of("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=none");
        PaymentsApp started = new PaymentsApp(
                settings,
                new ServiceBusSettings(null, null, nobody),
                TestBlobs.settings(),
                tokens.settings(),
                new PaymentsSettings(
                        gateway.settings(), Duration.ofSeconds(30), Duration.ofMinutes(2), REFUND_LIMIT, 3),
                clock);
        started.relay.close();
        return started;
    }

    PaymentsApp app() {
        return app;
    }

    /** As the worker builds function classes. */
    Lazy<PaymentsApp> lazy() {
        return new Lazy<>(() -> app);
    }

    /** Goes on with another process on the same database. */
    void restart(PaymentsApp next) {
        app.close();
        app = next;
    }

    void deliver(String message) {
        new PaymentsMessages(lazy()).orderEvents(message, new TestContext());
    }

    /** Lets the resolver's minute come, and its next ones, until nothing is left to resolve. */
    void resolve() {
        for (int minute = 0; minute < 6; minute++) {
            clock.advance(Duration.ofMinutes(1));
            new PaymentsMessages(lazy()).resolve("{}", new TestContext());
        }
    }

    static String paymentDue(UUID orderId, long amount, String method) {
        return event(new OrderPaymentDue(orderId, CUSTOMER, Money.of(amount, "EUR"), method));
    }

    static String rejected(UUID orderId) {
        return event(new OrderRejected(orderId, CUSTOMER, "timed out"));
    }

    static String cancelled(UUID orderId) {
        return event(new OrderCancelled(orderId, CUSTOMER, "client:" + CUSTOMER));
    }

    static String event(DomainEvent event) {
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

    /** Types of the events that wait to be sent for an order, in the order of their writing, shortened. */
    List<String> told(UUID orderId) {
        return database.admin()
                .withHandle(handle -> handle.createQuery(
                                "select type from outbox where subject = :subject order by seq")
                        .bind("subject", orderId.toString())
                        .mapTo(String.class)
                        .map(type -> type.replace("quayside.payment.", "").replace(".v1", ""))
                        .list());
    }

    /** The data of the last event of an order. */
    JsonNode lastTold(UUID orderId) {
        String payload = database.admin()
                .withHandle(handle -> handle.createQuery(
                                "select payload from outbox where subject = :subject order by seq desc limit 1")
                        .bind("subject", orderId.toString())
                        .mapTo(String.class)
                        .one());
        return json(payload).get("data");
    }

    /** The order's payment, as the table has it. */
    Map<String, Object> payment(UUID orderId) {
        return database.admin()
                .withHandle(handle -> handle.createQuery("select * from payments where order_id = :orderId")
                        .bind("orderId", orderId)
                        .mapToMap()
                        .one());
    }

    List<String> journal(UUID orderId) {
        return database.admin()
                .withHandle(handle -> handle.createQuery("""
                                select entry from payment_journal join payments on payments.id = payment_id
                                where order_id = :orderId order by payment_journal.id
                                """)
                        .bind("orderId", orderId)
                        .mapTo(String.class)
                        .list());
    }

    long count(String table) {
        return database.admin()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one());
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
        gateway.close();
        tokens.close();
        database.close();
    }
}
