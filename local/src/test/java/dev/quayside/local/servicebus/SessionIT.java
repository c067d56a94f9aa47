package dev.quayside.local.servicebus;

import static dev.quayside.local.servicebus.TestBus.bodies;
import static dev.quayside.local.servicebus.TestBus.message;
import static dev.quayside.local.servicebus.TestBus.receive;
import static dev.quayside.local.servicebus.TestBus.receiveOne;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.ServiceBusSessionReceiverClient;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionIT {

    private TestBus bus;

    @BeforeEach
    void start() {
        bus = TestBus.start();
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private ServiceBusSessionReceiverClient sessions(String queue) {
        return bus.closing(bus.builder()
                .retryOptions(new AmqpRetryOptions().setMaxRetries(0).setTryTimeout(Duration.ofSeconds(5)))
                .sessionReceiver()
                .queueName(queue)
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
    }

    private static ServiceBusMessage of(String session, String body) {
        return message(body).setSessionId(session);
    }

    @Test
    void a_receiver_gets_its_session_only_and_in_order() {
        ServiceBusSenderClient sender = bus.queueSender("sessions");
        sender.sendMessages(List.of(of("a", "a1"), of("b", "b1"), of("a", "a2"), of("b", "b2")));

        ServiceBusReceiverClient b = bus.closing(sessions("sessions").acceptSession("b"));

        List<ServiceBusReceivedMessage> received = receive(b, 2);
        assertThat(bodies(received)).containsExactly("b1", "b2");
        assertThat(received.get(0).getSessionId()).isEqualTo("b");
        received.forEach(b::complete);
        assertThat(bus.statistics("sessions").active()).isEqualTo(2);
    }

    @Test
    void the_next_free_session_is_the_one_that_waits_longest() {
        bus.queueSender("sessions").sendMessages(List.of(of("a", "a1"), of("b", "b1")));
        ServiceBusSessionReceiverClient client = sessions("sessions");

        ServiceBusReceiverClient first = bus.closing(client.acceptNextSession());
        ServiceBusReceiverClient second = bus.closing(client.acceptNextSession());

        assertThat(first.getSessionId()).isEqualTo("a");
        assertThat(second.getSessionId()).isEqualTo("b");
        assertThat(receiveOne(second).getBody()).hasToString("b1");
    }

    @Test
    void a_held_session_is_refused_to_others_until_it_is_given_back() {
        bus.queueSender("sessions").sendMessage(of("a", "a1"));
        ServiceBusReceiverClient holder = sessions("sessions").acceptSession("a");

        assertThatThrownBy(() -> sessions("sessions").acceptSession("a"))
                .isInstanceOf(AmqpException.class)
                .hasMessageContaining("locked by another receiver");
        holder.close();
        ServiceBusReceiverClient next = bus.closing(sessions("sessions").acceptSession("a"));

        assertThat(receiveOne(next).getBody()).hasToString("a1");
    }

    @Test
    void session_state_and_lock_are_kept() {
        bus.queueSender("sessions").sendMessage(of("a", "a1"));
        ServiceBusReceiverClient receiver = sessions("sessions").acceptSession("a");
        receiver.setSessionState("step 2".getBytes(UTF_8));
        OffsetDateTime renewed = receiver.renewSessionLock();
        assertThat(renewed).isAfter(OffsetDateTime.now(renewed.getOffset()).plusSeconds(3));
        receiver.close();

        bus.restart();
        ServiceBusReceiverClient again = bus.closing(sessions("sessions").acceptSession("a"));

        assertThat(again.getSessionState()).isEqualTo("step 2".getBytes(UTF_8));
    }

    @Test
    void a_session_whose_lock_expired_goes_to_the_next_receiver() {
        bus.queueSender("short-sessions").sendMessage(of("a", "a1"));
        ServiceBusReceiverClient first = bus.closing(sessions("short-sessions").acceptNextSession());
        assertThat(receiveOne(first).getDeliveryCount()).isZero();

        ServiceBusReceiverClient second = bus.closing(sessions("short-sessions").acceptNextSession());

        assertThat(receiveOne(second).getDeliveryCount()).isEqualTo(1);
    }

    @Test
    void a_session_queue_refuses_messages_and_receivers_without_session() {
        assertThatThrownBy(() -> bus.queueSender("sessions").sendMessage(message("none")))
                .isInstanceOf(ServiceBusException.class);
        ServiceBusReceiverClient plain = bus.receiver("sessions");
        assertThatThrownBy(() ->
                        plain.receiveMessages(1, Duration.ofSeconds(5)).stream().toList())
                .isInstanceOf(RuntimeException.class);
    }
}
