package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.body;
import static dev.quayside.notifications.NotificationsWorld.email;
import static dev.quayside.notifications.NotificationsWorld.json;
import static dev.quayside.notifications.NotificationsWorld.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.notifications.recipient.Recipients;
import dev.quayside.shared.contracts.CustomerEvents.Contact;
import dev.quayside.shared.contracts.CustomerEvents.CustomerUpdated;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.contracts.NotificationEvents.NotificationRequested;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderShipped;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefunded;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.RegisterRules;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports and erasures: what customers are told of them, and this app's part in them. */
class PersonalDataTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
    private static final Money PRICE = Money.of(1999, "EUR");

    private static NotificationsWorld world;
    private UUID customer;
    private UUID order;

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void somebody() {
        world.mail.mend();
        customer = world.customer("de-DE");
        order = Ids.newId();
    }

    private void awaitMails(int mails) {
        Awaitility.await().until(() -> world.mail.brought(email(customer)).size() == mails);
        Awaitility.await().until(() -> world.count("deliveries where next_attempt_at is not null") == 0);
    }

    private ErasurePartRequested partRequested() {
        return new ErasurePartRequested(
                Ids.newId(),
                customer,
                "notifications",
                AT,
                world.clock.instant().plusSeconds(300));
    }

    private void forget() {
        world.deliver(partRequested());
        assertThat(parts().get(parts().size() - 1).outcome()).isEqualTo(Outcome.DONE);
    }

    private List<ErasedPart> parts() {
        return world.erasedParts(customer);
    }

    @Test
    void every_column_is_registered() {
        RegisterRules.everyColumnIsRegistered(world.database);
    }

    @Test
    void what_belongs_to_a_customer_can_be_looked_up() {
        RegisterRules.rowsCanBeLookedUp(world.database);
    }

    @Test
    void a_customer_is_told_once_that_the_export_is_ready_and_until_when() {
        ExportReady ready = new ExportReady(Ids.newId(), customer, Instant.parse("2026-02-07T12:30:00Z"), AT);
        String message = message(ready);
        world.deliver(ready, message);
        world.deliver(ready, message);
        world.deliver(ready);
        awaitMails(1);

        JsonNode items = world.history(customer).get("items");
        assertThat(items).hasSize(1);
        assertThat(items.get(0).get("event").asText()).isEqualTo("export-ready");
        assertThat(items.get(0).get("text").asText()).contains("/my-data", "7. Februar 2026, 13:30 Uhr");
        String mail = world.mail.brought(email(customer)).get(0).get("html").asText();
        assertThat(mail)
                .contains("/my-data")
                .doesNotContain("http", "sig=", ready.exportId().toString());
    }

    @Test
    void a_customer_cannot_switch_off_what_the_law_wants_told() {
        String nothing = "{\"events\":[{\"event\":\"message\",\"channels\":[]}]}";
        assertThat(choose(nothing).getStatusCode()).isEqualTo(200);

        world.deliver(new ErasureRequested(Ids.newId(), customer, "client:" + customer, AT));
        awaitMails(1);

        assertThat(world.mail.brought(email(customer)).get(0).get("subject").asText())
                .isEqualTo("Wir löschen Ihre Daten");
    }

    @Test
    void an_erasure_that_nobody_asked_for_is_not_confirmed() {
        world.deliver(new ErasureRequested(Ids.newId(), customer, "job:data-retention", AT));

        assertThat(world.history(customer).get("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gdpr.export-ready.v1", "gdpr.erasure-requested.v1"})
    void news_of_data_without_a_customer_are_left_to_the_dead_letters(String type) {
        String message = "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"quayside." + type + "\",\"data\":{}}";
        NotificationsMessages functions = world.messages();
        TestContext context = new TestContext();

        assertThatThrownBy(() -> functions.onGdprEvent(message, context)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void an_export_has_all_that_is_known_of_the_customer_and_of_nobody_else() throws Exception {
        UUID other = world.customer("en");
        world.deliver(new OrderShipped(order, customer, "QS-" + customer));
        world.deliver(new OrderShipped(Ids.newId(), other, "QS0002"));
        choose("{\"events\":[{\"event\":\"message\",\"channels\":[\"SMS\"]}]}");
        awaitMails(1);

        UUID exportId = Ids.newId();
        world.deliver(new ExportRequested(exportId, customer, "client:" + customer, AT));

        String part = TestBlobs.part(exportId + "/notifications.json");
        JsonNode tables = json(part).get("tables");
        assertThat(tables.findValuesAsText("name"))
                .contains("recipients", "preferences", "notifications", "deliveries", "delivery_attempts");
        assertThat(part)
                .contains(email(customer), "QS-" + customer, "\"outcome\":\"DELIVERED\"", order.toString(), "SMS")
                .doesNotContain(other.toString(), "QS0002");
        assertThat(world.count("outbox where type = '" + ExportPartReady.TYPE + "'"))
                .isOne();
    }

    @Test
    void nothing_of_a_forgotten_customer_is_left() {
        UUID other = world.customer("en");
        world.deliver(new OrderShipped(order, customer, "QS-" + customer));
        world.deliver(new OrderShipped(Ids.newId(), other, "QS0002"));
        choose("{\"events\":[{\"event\":\"message\",\"channels\":[\"SMS\"]}]}");
        awaitMails(1);
        ErasurePartRequested asked = partRequested();

        world.deliver(asked);
        world.deliver(asked);

        assertThat(world.everything())
                .doesNotContain(customer.toString(), NotificationsWorld.phone(customer))
                .contains(email(other), "QS0002");
        assertThat(parts())
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.tables())
                        .extracting(table -> table.table() + "=" + table.rows())
                        .contains("recipients=1", "preferences=1", "notifications=1", "known_orders=1"));
        assertThat(world.row("select customer_id from known_orders where order_id = :id", order))
                .containsEntry("customer_id", Pseudonym.of(customer));
        assertThat(world.count("deliveries left join notifications on notifications.id = notification_id"
                        + " where notifications.id is null"))
                .isZero();
    }

    @Test
    void what_comes_late_writes_nothing_and_tells_nobody() {
        world.deliver(new OrderCancelled(order, customer, "client:" + customer));
        awaitMails(1);
        UUID waiting = Ids.newId();
        world.deliver(new PaymentRefunded(waiting, Ids.newId(), Ids.newId(), PRICE));
        forget();
        String before = world.everything();

        world.deliver(new OrderShipped(order, customer, "QS-" + customer));
        world.deliver(new PaymentRefunded(order, Ids.newId(), Ids.newId(), PRICE));
        world.deliver(new CustomerUpdated(
                customer, new Contact("Alice", email(customer), null, "de", "Europe/Berlin"), 9, Instant.now()));
        world.deliver(new NotificationRequested(customer, "message", Map.of("title", "t", "text", "x")));
        world.deliver(new NotificationRequested(customer, "order-eaten", Map.of()));
        world.deliver(new ExportReady(Ids.newId(), customer, AT, AT));
        world.deliver(new ErasureRequested(Ids.newId(), customer, "client:" + customer, AT));
        assertThat(world.everything()).isEqualTo(before);

        world.deliver(new OrderCancelled(waiting, customer, "client:" + customer));
        assertThat(world.everything()).doesNotContain(customer.toString());
        assertThat(world.count("waiting_payment_news")).isZero();
        assertThat(world.mail.brought(email(customer))).hasSize(1);
        assertThat(world.told(customer)).containsExactly("delivered IN_APP", "delivered EMAIL");
    }

    @Test
    void a_forgotten_customer_is_sent_nothing_and_chooses_nothing() {
        forget();
        String body = "{\"customerId\":\"" + customer
                + "\",\"template\":\"message\",\"data\":{\"title\":\"a\",\"text\":\"b\"}}";
        HttpResponseMessage sent = world.http()
                .send(
                        TestRequest.post("v1/notifications", body)
                                .as(world.tokens.employee("admin"))
                                .key(Ids.newId().toString()),
                        new TestContext());
        HttpResponseMessage chosen = choose("{\"events\":[]}");

        for (HttpResponseMessage refused : List.of(sent, chosen)) {
            assertThat(refused.getStatusCode()).isEqualTo(410);
            assertThat(body(refused).get("type").asText()).endsWith("/customer-erased");
        }
        assertThat(world.everything()).doesNotContain(customer.toString());
    }

    private HttpResponseMessage choose(String body) {
        return world.http()
                .changePreferences(
                        TestRequest.put("v1/notifications/preferences", body)
                                .as(world.tokens.client(customer))
                                .header("If-Match", "\"0\""),
                        new TestContext());
    }

    @Test
    void the_confirmation_is_sent_before_the_address_goes_but_not_for_ever() {
        world.mail.busy = true;
        world.deliver(new ErasureRequested(Ids.newId(), customer, "client:" + customer, AT));
        Awaitility.await()
                .until(() ->
                        world.shown(customer).at("/deliveries/1/attempts/0").has("outcome"));

        world.deliver(partRequested());
        assertThat(parts()).hasSize(1);
        assertThat(parts().get(0).outcome()).isEqualTo(Outcome.WAITING);
        assertThat(parts().get(0).reason()).isEqualTo("the confirmation of the request is still to be sent");
        assertThat(world.everything()).contains(email(customer));

        world.clock.advance(Duration.ofHours(24));
        forget();
        assertThat(world.everything()).doesNotContain(customer.toString());
    }

    @Test
    void once_the_confirmation_is_sent_the_erasure_goes_on() {
        world.mail.busy = true;
        world.deliver(new ErasureRequested(Ids.newId(), customer, "client:" + customer, AT));
        Awaitility.await()
                .until(() ->
                        world.shown(customer).at("/deliveries/1/attempts/0").has("outcome"));
        world.mail.mend();
        world.clock.advance(Duration.ofSeconds(6));
        world.tick();
        awaitMails(1);

        forget();
    }

    @Test
    void an_erasure_begins_only_after_those_who_write_about_the_customer() {
        CompletableFuture<Void> erasure = world.database.database().inTransaction(writer -> {
            Recipients.find(writer, customer);
            CompletableFuture<Void> begun = CompletableFuture.runAsync(() -> world.deliver(partRequested()));
            Awaitility.await().until(() -> world.count("pg_locks where locktype = 'advisory' and not granted") == 1);
            assertThat(parts()).isEmpty();
            return begun;
        });

        erasure.join();
        assertThat(parts()).hasSize(1);
        assertThat(world.everything()).doesNotContain(customer.toString());
    }

    /** An event for each way something is written, while the erasure runs. */
    @Test
    void whoever_writes_while_the_erasure_runs_leaves_nothing_behind() {
        for (int round = 0; round < 10; round++) {
            customer = world.customer("en");
            List<DomainEvent> events = List.of(
                    new OrderCancelled(Ids.newId(), customer, "client:" + customer),
                    new CustomerUpdated(
                            customer, new Contact("Bob", email(customer), null, "en", "UTC"), 2, Instant.now()),
                    partRequested(),
                    new NotificationRequested(customer, "message", Map.of("title", "t", "text", "x")),
                    new OrderShipped(Ids.newId(), customer, "QS0003"));
            CompletableFuture.allOf(events.stream()
                            .map(event -> CompletableFuture.runAsync(() -> world.deliver(event)))
                            .toArray(CompletableFuture[]::new))
                    .join();

            assertThat(world.everything()).doesNotContain(customer.toString());
        }
    }
}
