package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.email;
import static dev.quayside.notifications.NotificationsWorld.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.CustomerEvents.Contact;
import dev.quayside.shared.contracts.CustomerEvents.CustomerConsentChanged;
import dev.quayside.shared.contracts.CustomerEvents.CustomerRegistered;
import dev.quayside.shared.contracts.CustomerEvents.CustomerUpdated;
import dev.quayside.shared.contracts.NotificationEvents.NotificationDelivered;
import dev.quayside.shared.contracts.NotificationEvents.NotificationRequested;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderConfirmed;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.contracts.OrderEvents.OrderRejected;
import dev.quayside.shared.contracts.OrderEvents.OrderShipped;
import dev.quayside.shared.contracts.PaymentEvents.PaymentCaptured;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefundFailed;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefunded;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.TestContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From what other apps tell to what customers are told. */
class NewsTest {

    private static final UUID STRANGER = Ids.newId();
    private static final UUID ORDER = Ids.newId();
    private static final Money PRICE = Money.of(1999, "EUR");

    private static NotificationsWorld world;

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static JsonNode only(UUID customerId) {
        JsonNode items = world.history(customerId).get("items");
        assertThat(items).hasSize(1);
        return items.get(0);
    }

    static Stream<DomainEvent> newsOfOrders() {
        UUID order = Ids.newId();
        return Stream.of(
                new OrderConfirmed(order, Ids.newId(), "sh_1", "QS0001"),
                new OrderRejected(order, Ids.newId(), "out-of-stock"),
                new OrderCancelled(order, Ids.newId(), "client:somebody"),
                new OrderShipped(order, Ids.newId(), "QS0001"),
                new OrderDelivered(order, Ids.newId()));
    }

    @ParameterizedTest
    @MethodSource("newsOfOrders")
    void an_order_that_gets_somewhere_is_told_once(DomainEvent event) {
        String message = message(event);
        UUID customer = UUID.fromString(
                NotificationsWorld.json(message).at("/data/customerId").asText());

        world.deliver(event, message);
        world.deliver(event, message);
        // the same business event, told again under an id of its own
        world.deliver(event);

        JsonNode told = only(customer);
        assertThat(told.get("event").asText())
                .isEqualTo(event.type().replace("quayside.order.", "order-").replace(".v1", ""));
        assertThat(told.get("orderId").asText()).isEqualTo(event.subject());
        assertThat(told.get("text").asText()).contains(event.subject());
        assertThat(told.has("readAt")).isFalse();
        assertThat(world.told(customer)).containsExactly("delivered IN_APP");
    }

    @Test
    void why_an_order_was_rejected_is_told_if_it_can_be() {
        UUID declined = Ids.newId();
        UUID odd = Ids.newId();
        world.deliver(new OrderRejected(Ids.newId(), declined, "payment-declined"));
        world.deliver(new OrderRejected(Ids.newId(), odd, "meteor-strike"));

        assertThat(only(declined).get("text").asText()).contains("The payment was declined.");
        assertThat(only(odd).get("text").asText())
                .contains("could not be accepted")
                .doesNotContain("meteor");
    }

    @Test
    void who_placed_an_order_need_not_be_told() {
        UUID customer = Ids.newId();
        world.deliver(new OrderPlaced(Ids.newId(), customer, List.of(), PRICE, Instant.now()));

        assertThat(world.history(customer).get("items")).isEmpty();
    }

    @Test
    void a_refund_is_told_to_whoever_ordered() {
        UUID customer = Ids.newId();
        UUID order = Ids.newId();
        world.deliver(new OrderCancelled(order, customer, "client:" + customer));
        UUID refund = Ids.newId();
        world.deliver(new PaymentRefunded(order, Ids.newId(), refund, PRICE));
        world.deliver(new PaymentRefunded(order, Ids.newId(), refund, PRICE));

        JsonNode items = world.history(customer).get("items");
        assertThat(items).hasSize(2);
        assertThat(items.get(0).get("event").asText()).isEqualTo("payment-refunded");
        assertThat(items.get(0).get("text").asText()).contains("€19.99", order.toString());
    }

    @Test
    void a_refund_that_comes_before_its_order_waits_for_it() {
        UUID customer = Ids.newId();
        UUID order = Ids.newId();
        DomainEvent refund = new PaymentRefunded(order, Ids.newId(), Ids.newId(), PRICE);
        String message = message(refund);
        world.deliver(refund, message);
        world.deliver(refund, message);
        world.deliver(new PaymentRefundFailed(order, Ids.newId(), Ids.newId(), PRICE, "refund_failed"));
        assertThat(world.history(customer).get("items")).isEmpty();

        world.deliver(new OrderRejected(order, customer, "unshippable"));

        assertThat(world.history(customer).get("items").findValuesAsText("event"))
                .containsExactlyInAnyOrder("order-rejected", "payment-refunded", "payment-refund-failed");
        world.deliver(new OrderDelivered(order, customer));
        assertThat(world.history(customer).get("items")).hasSize(4);
        assertThat(world.count("waiting_payment_news")).isZero();
    }

    @Test
    void two_refunds_of_one_order_are_two_news() {
        UUID customer = Ids.newId();
        UUID order = Ids.newId();
        world.deliver(new OrderDelivered(order, customer));
        world.deliver(new PaymentRefunded(order, Ids.newId(), Ids.newId(), PRICE));
        world.deliver(new PaymentRefunded(order, Ids.newId(), Ids.newId(), PRICE));

        assertThat(world.history(customer).get("items")).hasSize(3);
    }

    @Test
    void a_payment_that_was_captured_need_not_be_told() {
        long before = world.count("known_orders");
        world.deliver(new PaymentCaptured(Ids.newId(), Ids.newId(), PRICE));

        assertThat(world.count("known_orders")).isEqualTo(before);
    }

    @Test
    void any_app_may_ask_for_a_notification() {
        UUID customer = world.customer("de-DE");
        DomainEvent request = new NotificationRequested(
                customer, "message", Map.of("title", "Ihr Export", "text", "liegt bereit", "more", "ignored"));
        String message = message(request);
        world.deliver(request, message);
        world.deliver(request, message);

        assertThat(only(customer).get("title").asText()).isEqualTo("Ihr Export");
        assertThat(only(customer).get("language").asText()).isEqualTo("de");
    }

    @Test
    void a_request_for_a_template_that_nobody_has_fails_and_says_so() {
        UUID customer = world.customer("en");
        world.deliver(new NotificationRequested(customer, "order-eaten", Map.of()));

        assertThat(world.history(customer).get("items")).isEmpty();
        assertThat(world.history(customer).get("unread").asInt()).isZero();
        assertThat(world.shown(customer).get("failure").asText()).isEqualTo("there is no template of this name");
        assertThat(world.ways(customer)).containsExactly("IN_APP FAILED");
        assertThat(world.told(customer)).containsExactly("failed IN_APP");
        assertThat(world.mail.brought(email(customer))).isEmpty();
    }

    @Test
    void a_request_without_a_variable_fails_and_says_which() {
        UUID customer = world.customer("en");
        world.deliver(new NotificationRequested(customer, "message", Map.of("title", "x")));

        assertThat(world.shown(customer).get("failure").asText()).isEqualTo("the variable text is missing");
        assertThat(world.shown(customer).has("title")).isFalse();
        assertThat(world.told(customer)).containsExactly("failed IN_APP");
    }

    @Test
    void an_email_address_of_2000_characters_is_not_written_to() {
        UUID customer = Ids.newId();
        String address = "a".repeat(1_988) + "@example.com";
        world.deliver(new CustomerUpdated(
                customer, new Contact("Alice", address, null, "tlh", "Mars/Base"), 1, Instant.now()));
        world.deliver(new OrderDelivered(Ids.newId(), customer));

        assertThat(only(customer).get("language").asText()).isEqualTo("en");
        assertThat(world.ways(customer))
                .containsExactly("IN_APP DELIVERED", "EMAIL SKIPPED no-address", "SMS SKIPPED no-address");
    }

    @Test
    void what_we_tell_ourselves_is_no_news() {
        long before = world.count("notifications");
        world.deliver(new NotificationDelivered(STRANGER, Ids.newId(), "EMAIL"));

        assertThat(world.count("notifications")).isEqualTo(before);
    }

    @Test
    void a_contact_is_the_latest_whatever_comes_late() {
        UUID customer = Ids.newId();
        world.deliver(updated(customer, 3, "fr-FR"));
        world.deliver(updated(customer, 2, "de-DE"));
        world.deliver(new CustomerRegistered(customer, contact(customer, "de-DE"), 1, Instant.now()));

        assertThat(world.row("select version, locale from recipients where customer_id = :id", customer))
                .containsEntry("version", 3)
                .containsEntry("locale", "fr-FR");
        world.deliver(updated(customer, 4, "de"));
        world.deliver(new OrderDelivered(ORDER, customer));
        assertThat(only(customer).get("language").asText()).isEqualTo("de");
    }

    @Test
    void a_consent_is_none_of_our_business() {
        long before = world.count("recipients");
        world.deliver(new CustomerConsentChanged(Ids.newId(), "marketing-email", true, "2026-01", Instant.now()));

        assertThat(world.count("recipients")).isEqualTo(before);
    }

    private static CustomerUpdated updated(UUID customer, int version, String locale) {
        return new CustomerUpdated(customer, contact(customer, locale), version, Instant.now());
    }

    private static Contact contact(UUID customer, String locale) {
        return new Contact("Alice", email(customer), null, locale, "Europe/Berlin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "{}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"quayside.order.eaten.v1\",\"data\":{}}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"quayside.order.delivered.v2\",\"data\":{}}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"quayside.order.delivered.v1\",\"data\":{}}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"quayside.payment.refunded.v1\",\"data\":{}}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"quayside.customer.updated.v1\",\"data\":{}}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"quayside.notification.requested.v1\",\"data\":{}}"
            })
    void a_message_that_makes_no_sense_is_left_to_the_dead_letters(String message) {
        TestContext context = new TestContext();
        NotificationsMessages functions = world.messages();

        assertThatThrownBy(() -> functions.onOrderEvent(message, context)).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> functions.onPaymentEvent(message, context))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> functions.onCustomerEvent(message, context))
                .isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> functions.onNotificationEvent(message, context))
                .isInstanceOf(MalformedEventException.class);
    }
}
