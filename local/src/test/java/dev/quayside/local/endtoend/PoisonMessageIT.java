package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.PlatformProcess;
import dev.quayside.local.endtoend.Shop.Wish;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that can never be handled is kept with its reason and blocks nobody, until somebody mends it. */
class PoisonMessageIT {

    private static Shop shop;
    private static DeadLetters letters;

    @BeforeAll
    static void open() {
        PlatformProcess platform = SharedPlatform.get();
        shop = new Shop(platform);
        letters = new DeadLetters(platform);
    }

    @Test
    void a_message_that_is_no_event_is_kept_aside_while_orders_go_on() {
        String body = "{\"mark\":\"" + UUID.randomUUID() + "\"}";
        letters.toTopic("order-events", DeadLetters.event(body, "quayside.order.placed.v1"));
        UUID order = shop.place(Wish.of("QS-1001"));

        shop.await(order, "CONFIRMED");
        JsonNode letter = letters.await(
                "source=order-events/catalog", it -> it.path("body").asText().equals(body));
        assertThat(letter.path("reason").asText()).isEqualTo("MaxDeliveryCountExceeded");
        assertThat(letter.path("type").asText()).isEqualTo("quayside.order.placed.v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order-events",
                "catalog-events",
                "payment-events",
                "customer-events",
                "notification-events",
                "gdpr-events"
            })
    void an_event_of_an_unknown_type_is_kept_aside_and_not_lost(String topic) {
        String id = UUID.randomUUID().toString();
        String type = "quayside." + topic + ".v99";
        letters.toTopic(topic, DeadLetters.event("""
                {"specversion":"1.0","id":"%s","source":"/test","type":"%s","subject":"x","data":{}}
                """.formatted(id, type), type));

        JsonNode letter =
                letters.await("type=" + type, it -> it.path("eventId").asText().equals(id));
        assertThat(letter.path("source").asText()).startsWith(topic + "/");
        assertThat(letter.path("reason").asText()).isEqualTo("MaxDeliveryCountExceeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order-events/customers",
                "catalog-events/orders",
                "payment-events/orders",
                "customer-events/notifications",
                "notification-events/notifications",
                "gdpr-events/housekeeping"
            })
    void what_is_no_event_at_all_is_kept_aside_and_not_lost(String subscription) {
        int bytes = ThreadLocalRandom.current().nextInt(1_000, 100_000);
        letters.toTopic(subscription.split("/", 2)[0], DeadLetters.message("x".repeat(bytes)));

        JsonNode letter = letters.await(
                "source=" + subscription, it -> it.path("bodyBytes").asInt() == bytes);
        assertThat(letter.path("reason").asText()).isEqualTo("MaxDeliveryCountExceeded");
    }

    @Test
    void an_order_dropped_in_the_queue_is_placed_once_however_often_it_is_sent() {
        String customer = UUID.randomUUID().toString();
        String messageId = UUID.randomUUID().toString();
        String body = order(customer);

        letters.toQueue("orders-queue", new ServiceBusMessage(body).setMessageId(messageId));
        letters.toQueue("orders-queue", new ServiceBusMessage(body).setMessageId(messageId));

        shop.awaitQuery(statuses(customer), "CONFIRMED");
    }

    @Test
    void a_malformed_order_in_the_queue_is_mended_and_placed_once_however_often_that_is_asked() {
        String customer = UUID.randomUUID().toString();
        letters.toQueue("orders-queue", DeadLetters.message(order(customer).replace("\"EUR\"", "\"\"")));
        String letter =
                letters.await("customerId=" + customer, it -> true).path("id").asText();

        for (int i = 0; i < 3; i++) {
            assertThat(letters.resubmit(letter, order(customer), "mended-" + letter)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(letters.resubmit(letter, order(customer), "again-" + letter).statusCode())
                .isEqualTo(409);

        shop.awaitQuery(statuses(customer), "CONFIRMED");
    }

    @Test
    void a_broken_event_that_is_mended_and_sent_again_has_its_effect_exactly_once() {
        String event = UUID.randomUUID().toString();
        String order = UUID.randomUUID().toString();
        String broken = placed(event, order, "\"many\"");
        letters.toTopic("order-events", DeadLetters.event(broken, "quayside.order.placed.v1"));
        JsonNode letter = letters.await(
                "orderId=" + order, it -> it.path("source").asText().equals("order-events/catalog"));

        assertThat(letter.path("eventId").asText()).isEqualTo(event);
        assertThat(letter.path("reason").asText()).isEqualTo("MaxDeliveryCountExceeded");
        String mended = placed(event, order, "3");
        assertThat(letters.resubmit(letter.path("id").asText(), mended, "mend-" + event)
                        .statusCode())
                .isEqualTo(200);

        String reserved = "select quantity from products.stock_movements where order_id = '" + order + "'";
        shop.awaitQuery(reserved, "3");
        // The same once more, as if the relay had died after sending: the inbox knows the event by its id.
        letters.toTopic("order-events", DeadLetters.event(mended, "quayside.order.placed.v1"));
        UUID later = shop.place(Wish.of("QS-1001"));
        shop.await(later, "CONFIRMED");
        assertThat(shop.query(reserved)).containsExactly("3");
        assertThat(shop.query("select state from housekeeping.dead_letters where source = 'order-events/catalog'"
                        + " and order_id = '" + order + "'"))
                .containsExactly("RESUBMITTED");
    }

    private static String placed(String event, String order, String quantity) {
        return """
                {"specversion":"1.0","id":"%s","source":"/test","type":"quayside.order.placed.v1","subject":"%s",
                 "time":"2026-01-31T12:00:00Z","datacontenttype":"application/json","data":{"orderId":"%2$s",
                 "customerId":"%s","lines":[{"sku":"QS-1002","quantity":%s}],
                 "total":{"amount":1,"currency":"EUR"},"placedAt":"2026-01-31T12:00:00Z"}}""".formatted(event, order, UUID.randomUUID(), quantity);
    }

    private static String order(String customer) {
        return Wish.of("QS-1001").body().replaceFirst("\\{", "{\"customerId\":\"" + customer + "\",");
    }

    private static String statuses(String customer) {
        return "select status from orders.orders join orders.order_states on order_id = id where customer_id = '"
                + customer + "'";
    }
}
