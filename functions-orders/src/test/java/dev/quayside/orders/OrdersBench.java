package dev.quayside.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.orders.lifecycle.Deadlines;
import dev.quayside.orders.shipping.ShippingSettings;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.CatalogEvents;
import dev.quayside.shared.contracts.OrderEvents;
import dev.quayside.shared.contracts.PaymentEvents;
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
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The orders app on a database of its own, driven through its functions; Service Bus is out of reach. */
final class OrdersBench implements AutoCloseable {

    static final Duration NUDGE = Duration.ofMinutes(1);
    static final Duration DEADLINE = Duration.ofMinutes(15);

    final TestDatabase database = TestDatabase.open("orders");
    final TestTokens tokens = new TestTokens();
    final ShippingStub shipping = new ShippingStub();
    final MovableClock clock = new MovableClock();
    final TestContext context = new TestContext();
    final UUID customer = Ids.newId();
    final String alice = tokens.client(customer);
    final OrdersApp app = start(database.settings());
    final OrdersHttp http = new OrdersHttp(new Lazy<>(() -> app));
    final OrdersMessages messages = new OrdersMessages(new Lazy<>(() -> app));
    final OrdersTimers timers = new OrdersTimers(new Lazy<>(() -> app));

    OrdersBench() {
        product("QS-1", 1_000, "EUR", 1);
        product("QS-2", 250, "EUR", 1);
        product("QS-USD", 900, "USD", 1);
        product("QS-OLD", 100, "EUR", 1);
        catalog(new CatalogEvents.ProductDiscontinued(Ids.newId(), "QS-OLD", 2));
    }

    /** Another process on the same database. */
    OrdersApp start(DatabaseSettings settings) {
        return new OrdersApp(
                new OrdersSettings(
                        settings,
                        // nobody listens there: events stay in the outbox, where tests look for them
                        new ServiceBusSettings(
                                null,
                                null,
                                Secret.of("Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=k;"
                                        + "UseDevelopmentEmulator=true")),
                        TestBlobs.settings(),
                        tokens.settings(),
                        new ShippingSettings(shipping.url(), Secret.of("key")),
                        new Deadlines.Patience(NUDGE, DEADLINE)),
                clock,
                relay -> {});
    }

    void product(String sku, long price, String currency, long version) {
        catalog(new CatalogEvents.ProductCreated(
                Ids.newId(), sku, "Article " + sku, Money.of(price, currency), 300, version));
    }

    static String body(String... linesAndMore) {
        String lines = linesAndMore.length == 0 ? "{\"sku\":\"QS-1\",\"quantity\":2}" : String.join(",", linesAndMore);
        return body(lines, "10115", "DE");
    }

    static String body(String lines, String postalCode, String country) {
        return """
                {"lines":[%s],"currency":"EUR","paymentMethod":"tok_ok","shippingAddress":{"name":"Ada","line1":"Kai 1",
                "city":"Berlin","postalCode":"%s","country":"%s"}}""".formatted(lines, postalCode, country);
    }

    /** An order that an employee places on behalf of a customer. */
    static String bodyFor(UUID customer) {
        return body().replaceFirst("\\{", "{\"customerId\":\"" + customer + "\",");
    }

    HttpResponseMessage place(String token, String key, String body) {
        return http.placeOrder(TestRequest.post("v1/orders", body).as(token).key(key), context);
    }

    /** An order of alice in status PLACED. */
    UUID placed() {
        return placedTo("10115");
    }

    UUID placedTo(String postalCode) {
        HttpResponseMessage answer =
                place(alice, Ids.newId().toString(), body("{\"sku\":\"QS-1\",\"quantity\":2}", postalCode, "DE"));
        return UUID.fromString(json(answer).get("id").asText());
    }

    UUID reserved() {
        UUID order = placed();
        catalog(new CatalogEvents.StockReserved(order, Instant.now().plusSeconds(3600)));
        return order;
    }

    UUID paid() {
        UUID order = reserved();
        payment(captured(order));
        return order;
    }

    UUID confirmed() {
        UUID order = paid();
        order(paid(order));
        return order;
    }

    static PaymentEvents.PaymentCaptured captured(UUID order) {
        return new PaymentEvents.PaymentCaptured(order, Ids.newId(), Money.of(2_380, "EUR"));
    }

    OrderEvents.OrderPaid paid(UUID order) {
        return new OrderEvents.OrderPaid(order, customer, Money.of(2_380, "EUR"), Ids.newId());
    }

    void catalog(DomainEvent event) {
        messages.onCatalogEvent(envelope(event), context);
    }

    void payment(DomainEvent event) {
        messages.onPaymentEvent(envelope(event), context);
    }

    void order(DomainEvent event) {
        messages.onOrderEvent(envelope(event), context);
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

    String status(UUID order) {
        return database.admin()
                .withHandle(handle -> handle.select("select status from order_states where order_id = ?", order)
                        .mapTo(String.class)
                        .one());
    }

    /** Types of the events about an order in the order they were written, without prefix and version. */
    List<String> told(UUID order) {
        return database.admin()
                .withHandle(handle ->
                        handle.select("""
                                select split_part(type, '.', 3) from outbox
                                where topic = 'order-events' and subject = ? order by seq
                                """, order.toString()).mapTo(String.class).list());
    }

    long count(String sql) {
        return database.admin()
                .withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    static JsonNode json(HttpResponseMessage answer) {
        try {
            return Json.read((String) answer.getBody(), JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last part of a problem's type. */
    static String problem(HttpResponseMessage answer) {
        String type = json(answer).get("type").asText();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        app.close();
        shipping.close();
        tokens.close();
        database.close();
    }
}
