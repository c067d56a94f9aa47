package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.PlatformProcess;
import dev.quayside.local.endtoend.Shop.Wish;
import dev.quayside.shared.contracts.CustomerEvents.Contact;
import dev.quayside.shared.contracts.CustomerEvents.CustomerUpdated;
import dev.quayside.shared.contracts.NotificationEvents.NotificationRequested;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.kernel.Json;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From an event on Service Bus to the customer's list and the providers of e-mail and text messages. */
class NotificationsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static PlatformProcess platform;
    private static Shop shop;

    @BeforeAll
    static void open() {
        platform = SharedPlatform.get();
        shop = new Shop(platform);
    }

    @AfterEach
    void everything_works_again() {
        shop.noFaults();
    }

    @Test
    void a_customer_is_told_of_an_order_and_of_its_refund() {
        UUID order = shop.place(Wish.of("QS-1001"));
        shop.await(order, "CONFIRMED");
        assertThat(shop.cancel(order).statusCode()).isEqualTo(200);

        Awaitility.await("alice is told")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(toldOf(order))
                        .containsExactlyInAnyOrder("order-confirmed", "order-cancelled", "payment-refunded"));
    }

    private static List<String> toldOf(UUID order) {
        List<String> events = new ArrayList<>();
        for (JsonNode told :
                shop.look("alice", "/api/v1/notifications?limit=200").get("items")) {
            if (told.path("orderId").asText().equals(order.toString())) {
                events.add(told.get("event").asText());
            }
        }
        return events;
    }

    @Test
    void an_email_reaches_the_customer_in_their_language() {
        UUID customer = UUID.randomUUID();
        String address = customer + "@example.com";
        know(customer, address, null, "de-DE");

        publish(new NotificationRequested(customer, "order-delivered", Map.of("orderId", "4711")));

        JsonNode mail = awaitMessage("/mail/messages?to=" + address);
        assertThat(mail.get("subject").asText()).isEqualTo("Ihre Bestellung ist angekommen");
        assertThat(mail.get("html").asText()).contains("Guten Tag Zoë &lt;3,", "<strong>4711</strong>");
    }

    @Test
    void a_refused_email_becomes_a_text_message() {
        UUID customer = UUID.randomUUID();
        String phone = "+4930" + (1_000_000 + Math.floorMod(customer.hashCode(), 8_000_000));
        know(customer, customer + "@example.com", phone, "en");
        shop.fault("mail", "{\"mode\":\"decline\"}");

        publish(new NotificationRequested(customer, "order-delivered", Map.of("orderId", "4711")));

        JsonNode sms = awaitMessage("/sms/messages?to=%2B" + phone.substring(1));
        assertThat(sms.get("text").asText()).isEqualTo("Quayside: your order 4711 was delivered.");
    }

    @Test
    void an_email_whose_answer_is_lost_is_sent_once() {
        UUID customer = UUID.randomUUID();
        String address = customer + "@example.com";
        know(customer, address, null, "en");
        shop.fault("mail", "{\"mode\":\"timeout\",\"times\":1}");

        publish(new NotificationRequested(customer, "order-delivered", Map.of("orderId", "4711")));

        shop.awaitQuery(
                "select deliveries.status || ' after ' || attempts from notifications.deliveries"
                        + " join notifications.notifications on notifications.id = notification_id"
                        + " where channel = 'EMAIL' and customer_id = '" + customer + "'",
                "DELIVERED after 2");
        assertThat(messages("/mail/messages?to=" + address)).hasSize(1);
    }

    @Test
    void news_are_pushed_to_their_customer_and_nobody_else() throws Exception {
        try (Listener alice = Listener.open(shop, "alice");
                Listener bob = Listener.open(shop, "bob")) {
            UUID order = shop.place(Wish.of("QS-1001"));

            JsonNode pushed = alice.await(order);

            assertThat(pushed.get("event").asText()).isEqualTo("order-confirmed");
            assertThat(toldOf(order)).containsExactly("order-confirmed");
            assertThat(bob.heard())
                    .noneMatch(news -> news.path("orderId").asText().equals(order.toString()));
        }
    }

    /** Tells of a contact as the customers app does, and waits until it is known. */
    private static void know(UUID customer, String email, String phone, String locale) {
        publish(new CustomerUpdated(
                customer, new Contact("Zoë <3", email, phone, locale, "Europe/Berlin"), 1, Instant.now()));
        shop.awaitQuery("select email from notifications.recipients where customer_id = '" + customer + "'", email);
    }

    private static JsonNode awaitMessage(String path) {
        return Awaitility.await(path)
                .atMost(PATIENCE)
                .until(() -> messages(path), items -> !items.isEmpty())
                .get(0);
    }

    private static JsonNode messages(String path) {
        return Shop.json(
                        shop.send(HttpRequest.newBuilder(platform.outside(path)).build()))
                .get("items");
    }

    private static void publish(DomainEvent event) {
        String id = UUID.randomUUID().toString();
        CloudEvent envelope = new CloudEvent(
                "1.0", id, "/test", event.type(), event.subject(), Instant.now(), null, null, Json.node(event));
        ServiceBusMessage message = new ServiceBusMessage(BinaryData.fromString(Json.write(envelope))).setMessageId(id);
        message.getApplicationProperties().put("type", event.type());
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString("Endpoint=sb://localhost:" + platform.amqpPort()
                        + ";SharedAccessKeyName=local;SharedAccessKey=bG9jYWw=;UseDevelopmentEmulator=true")
                .sender()
                .topicName(event.topic().entityName())
                .buildClient()) {
            sender.sendMessage(message);
        }
    }
}
