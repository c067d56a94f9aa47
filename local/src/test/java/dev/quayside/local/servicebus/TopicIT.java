package dev.quayside.local.servicebus;

import static dev.quayside.local.servicebus.TestBus.bodies;
import static dev.quayside.local.servicebus.TestBus.message;
import static dev.quayside.local.servicebus.TestBus.receive;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicIT {

    private TestBus bus;

    @BeforeEach
    void start() {
        bus = TestBus.start();
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    @Test
    void each_subscription_gets_what_its_rules_take() {
        ServiceBusSenderClient sender = bus.topicSender("events");
        sender.sendMessages(List.of(
                typed("placed", "placed"),
                typed("paid", "paid"),
                typed("shipped", "shipped"),
                order("big", 100),
                order("small", 99)));

        assertThat(bodies(receive(bus.subscriptionReceiver("events", "all"), 5)))
                .containsExactly("placed", "paid", "shipped", "big", "small");
        assertThat(bodies(receive(bus.subscriptionReceiver("events", "by-type"), 2)))
                .containsExactly("placed", "paid");
        assertThat(bodies(receive(bus.subscriptionReceiver("events", "by-sql"), 1)))
                .containsExactly("big");
        assertThat(bus.statistics("events/subscriptions/by-type").active()).isEqualTo(2);
        assertThat(bus.statistics("events/subscriptions/by-sql").active()).isEqualTo(1);
    }

    private static ServiceBusMessage typed(String body, String type) {
        ServiceBusMessage message = message(body);
        message.getApplicationProperties().put("type", type);
        return message;
    }

    private static ServiceBusMessage order(String body, int amount) {
        ServiceBusMessage message = message(body).setSubject("order");
        message.getApplicationProperties().put("amount", amount);
        return message;
    }
}
