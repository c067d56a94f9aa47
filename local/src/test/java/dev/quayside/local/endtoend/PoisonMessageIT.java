package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.quayside.local.PlatformProcess;
import dev.quayside.local.endtoend.Shop.Wish;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A message that can never be handled ends in the dead-letter queue with its reason and blocks nobody. */
class PoisonMessageIT {

    private static PlatformProcess platform;
    private static Shop shop;

    @BeforeAll
    static void open() {
        platform = SharedPlatform.get();
        shop = new Shop(platform);
    }

    @Test
    void a_message_that_is_no_event_is_dead_lettered_while_orders_go_on() {
        send(bus().sender().topicName("order-events").buildClient(), message("not json", "quayside.order.placed.v1"));
        UUID order = shop.place(Wish.of("QS-1001"));

        shop.await(order, "CONFIRMED");
        assertDeadLettered(bus().receiver()
                .topicName("order-events")
                .subscriptionName("catalog")
                .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                .buildClient());
    }

    @Test
    void an_event_of_an_unknown_type_is_kept_aside_and_not_lost() {
        String event = """
                {"specversion":"1.0","id":"%s","source":"/test","type":"quayside.stock.reserved.v99",
                 "subject":"x","data":{}}""".formatted(UUID.randomUUID());
        send(bus().sender().topicName("catalog-events").buildClient(), message(event, "quayside.stock.reserved.v99"));

        assertDeadLettered(bus().receiver()
                .topicName("catalog-events")
                .subscriptionName("orders")
                .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                .buildClient());
    }

    @Test
    void an_order_dropped_in_the_queue_is_placed_once_however_often_it_is_sent() {
        String customer = UUID.randomUUID().toString();
        String body = Wish.of("QS-1001").body().replaceFirst("\\{", "{\"customerId\":\"" + customer + "\",");
        String messageId = UUID.randomUUID().toString();

        send(
                bus().sender().queueName("orders-queue").buildClient(),
                new ServiceBusMessage(body).setMessageId(messageId));
        send(
                bus().sender().queueName("orders-queue").buildClient(),
                new ServiceBusMessage(body).setMessageId(messageId));

        shop.awaitQuery(
                "select status from orders.orders join orders.order_states on order_id = id where customer_id = '"
                        + customer + "'",
                "CONFIRMED");
    }

    @Test
    void a_malformed_order_in_the_queue_is_dead_lettered() {
        send(
                bus().sender().queueName("orders-queue").buildClient(),
                new ServiceBusMessage("{\"lines\":[]}")
                        .setMessageId(UUID.randomUUID().toString()));

        assertDeadLettered(bus().receiver()
                .queueName("orders-queue")
                .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                .buildClient());
    }

    private static void assertDeadLettered(ServiceBusReceiverClient deadLetters) {
        try (deadLetters) {
            ServiceBusReceivedMessage dead = deadLetters.receiveMessages(1, Duration.ofSeconds(60)).stream()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no dead letter"));
            assertThat(dead.getDeadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
            deadLetters.complete(dead);
        }
    }

    private static ServiceBusMessage message(String body, String type) {
        ServiceBusMessage message = new ServiceBusMessage(BinaryData.fromString(body))
                .setMessageId(UUID.randomUUID().toString());
        message.getApplicationProperties().put("type", type);
        return message;
    }

    private static void send(ServiceBusSenderClient sender, ServiceBusMessage message) {
        try (sender) {
            sender.sendMessage(message);
        }
    }

    private static ServiceBusClientBuilder bus() {
        return new ServiceBusClientBuilder()
                .connectionString("Endpoint=sb://localhost:" + platform.amqpPort()
                        + ";SharedAccessKeyName=local;SharedAccessKey=bG9jYWw=;UseDevelopmentEmulator=true");
    }
}
