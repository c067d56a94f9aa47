package dev.quayside.local.servicebus;

import static dev.quayside.local.servicebus.TestBus.message;
import static dev.quayside.local.servicebus.TestBus.receiveOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LockIT {

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
    void a_message_whose_lock_expired_comes_again_and_cannot_be_completed_with_the_old_lock() {
        bus.queueSender("short-lock").sendMessage(message("one"));
        ServiceBusReceiverClient receiver = bus.receiver("short-lock");
        ServiceBusReceivedMessage first = receiveOne(receiver);

        ServiceBusReceivedMessage second = receiveOne(receiver);

        assertThat(second.getDeliveryCount()).isEqualTo(1);
        assertThat(second.getSequenceNumber()).isEqualTo(first.getSequenceNumber());
        assertThatThrownBy(() -> receiver.complete(first))
                .asInstanceOf(InstanceOfAssertFactories.type(ServiceBusException.class))
                .extracting(ServiceBusException::getReason)
                .isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST);
    }

    @Test
    void a_renewed_lock_outlives_its_first_expiry() {
        bus.queueSender("short-lock").sendMessage(message("one"));
        ServiceBusReceiverClient receiver = bus.receiver("short-lock");
        ServiceBusReceivedMessage received = receiveOne(receiver);
        OffsetDateTime firstExpiry = received.getLockedUntil();

        await().pollInterval(Duration.ofMillis(300))
                .until(() -> receiver.renewMessageLock(received).isAfter(firstExpiry.plusSeconds(1)));
        receiver.complete(received);

        assertThat(bus.statistics("short-lock").active()).isZero();
    }

    @Test
    void the_last_failed_delivery_dead_letters_with_its_reason() {
        bus.queueSender("short-lock").sendMessage(message("poison"));
        ServiceBusReceiverClient receiver = bus.receiver("short-lock");
        for (int attempt = 0; attempt < 3; attempt++) {
            ServiceBusReceivedMessage received = receiveOne(receiver);
            assertThat(received.getDeliveryCount()).isEqualTo(attempt);
            receiver.abandon(received);
        }

        ServiceBusReceivedMessage dead = receiveOne(bus.deadLetterReceiver("short-lock"));

        assertThat(dead.getDeadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
        assertThat(dead.getDeadLetterErrorDescription()).contains("3 delivery attempts");
        assertThat(dead.getBody()).hasToString("poison");
    }

    @Test
    void a_dead_letter_goes_to_the_entity_that_collects_them() {
        bus.queueSender("dying").sendMessage(message("poison"));
        ServiceBusReceiverClient receiver = bus.receiver("dying");
        receiver.abandon(receiveOne(receiver));

        ServiceBusReceivedMessage collected = receiveOne(bus.receiver("graveyard"));

        assertThat(collected.getDeadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
        assertThat(collected.getDeadLetterSource()).isEqualTo("dying");
    }

    @Test
    void a_queue_forwards_what_is_sent_to_it() {
        bus.queueSender("forwarding").sendMessage(message("one"));

        assertThat(receiveOne(bus.receiver("plain")).getBody()).hasToString("one");
    }
}
