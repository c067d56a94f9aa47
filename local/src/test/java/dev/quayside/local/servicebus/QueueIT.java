package dev.quayside.local.servicebus;

import static dev.quayside.local.servicebus.TestBus.bodies;
import static dev.quayside.local.servicebus.TestBus.message;
import static dev.quayside.local.servicebus.TestBus.receive;
import static dev.quayside.local.servicebus.TestBus.receiveOne;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.AbandonOptions;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueIT {

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
    void a_message_comes_as_it_was_sent() {
        ServiceBusMessage sent = message("hello")
                .setMessageId("id-1")
                .setSubject("subject")
                .setCorrelationId("correlation")
                .setContentType("text/plain");
        sent.getApplicationProperties().putAll(Map.of("type", "order", "amount", 12L, "big", true));

        bus.queueSender("plain").sendMessage(sent);
        ServiceBusReceivedMessage received = receiveOne(bus.receiver("plain"));

        assertThat(received.getBody()).hasToString("hello");
        assertThat(received.getMessageId()).isEqualTo("id-1");
        assertThat(received.getSubject()).isEqualTo("subject");
        assertThat(received.getCorrelationId()).isEqualTo("correlation");
        assertThat(received.getContentType()).isEqualTo("text/plain");
        assertThat(received.getApplicationProperties())
                .containsEntry("type", "order")
                .containsEntry("amount", 12L)
                .containsEntry("big", true);
        assertThat(received.getDeliveryCount()).isZero();
        assertThat(received.getSequenceNumber()).isPositive();
        assertThat(received.getLockedUntil()).isAfter(received.getEnqueuedTime());
    }

    @Test
    void a_batch_comes_in_order() {
        ServiceBusSenderClient sender = bus.queueSender("plain");
        ServiceBusMessageBatch batch = sender.createMessageBatch();
        for (int i = 0; i < 20; i++) {
            assertThat(batch.tryAddMessage(message("m" + i))).isTrue();
        }
        sender.sendMessages(batch);

        List<String> bodies = bodies(receive(bus.receiver("plain"), 20));

        assertThat(bodies).hasSize(20).startsWith("m0", "m1", "m2").endsWith("m19");
    }

    @Test
    void a_completed_message_is_gone() {
        bus.queueSender("plain").sendMessage(message("one"));
        ServiceBusReceiverClient receiver = bus.receiver("plain");

        receiver.complete(receiveOne(receiver));

        assertThat(bus.statistics("plain").active()).isZero();
    }

    @Test
    void an_abandoned_message_comes_again_with_its_new_properties() {
        bus.queueSender("plain").sendMessage(message("one"));
        ServiceBusReceiverClient receiver = bus.receiver("plain");

        receiver.abandon(receiveOne(receiver), new AbandonOptions().setPropertiesToModify(Map.of("attempt", "first")));
        ServiceBusReceivedMessage again = receiveOne(receiver);

        assertThat(again.getDeliveryCount()).isEqualTo(1);
        assertThat(again.getApplicationProperties()).containsEntry("attempt", "first");
        assertThat(again.getBody()).hasToString("one");
    }

    @Test
    void a_dead_letter_tells_why_and_can_be_sent_again() {
        ServiceBusSenderClient sender = bus.queueSender("plain");
        sender.sendMessage(message("poison").setMessageId("p"));
        ServiceBusReceiverClient receiver = bus.receiver("plain");
        receiver.deadLetter(
                receiveOne(receiver),
                new DeadLetterOptions().setDeadLetterReason("bad").setDeadLetterErrorDescription("very bad"));

        ServiceBusReceiverClient deadLetters = bus.deadLetterReceiver("plain");
        ServiceBusReceivedMessage dead = receiveOne(deadLetters);

        assertThat(dead.getDeadLetterReason()).isEqualTo("bad");
        assertThat(dead.getDeadLetterErrorDescription()).isEqualTo("very bad");
        assertThat(dead.getDeadLetterSource()).isEqualTo("plain");
        sender.sendMessage(new ServiceBusMessage(dead));
        deadLetters.complete(dead);
        assertThat(receiveOne(receiver).getMessageId()).isEqualTo("p");
        assertThat(bus.statistics("plain").deadLettered()).isZero();
    }

    @Test
    void receive_and_delete_leaves_nothing() {
        bus.queueSender("plain").sendMessages(List.of(message("a"), message("b")));

        assertThat(bodies(receive(bus.deletingReceiver("plain"), 2))).containsExactly("a", "b");

        assertThat(bus.statistics("plain").active()).isZero();
    }

    @Test
    void what_was_accepted_is_there_after_a_restart() {
        bus.queueSender("plain").sendMessages(List.of(message("a"), message("b"), message("c")));
        ServiceBusReceiverClient receiver = bus.receiver("plain");
        List<ServiceBusReceivedMessage> received = receive(receiver, 3);
        receiver.complete(received.get(0));

        bus.restart();

        assertThat(bodies(receive(bus.receiver("plain"), 2))).containsExactly("b", "c");
    }
}
