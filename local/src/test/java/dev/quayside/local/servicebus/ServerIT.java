package dev.quayside.local.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ServerIT {

    @Test
    void a_port_that_is_taken_is_named() {
        try (TestBus bus = TestBus.start()) {
            int taken = bus.server().port();

            assertThatThrownBy(() -> ServiceBusServer.start(
                            new ServiceBusOptions(taken, List.of(TestBus.entityFile()), TestDatabase.create())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot listen on port " + taken);
        }
    }

    @Test
    void an_unknown_entity_fails_at_once_and_says_so() {
        try (TestBus bus = TestBus.start()) {
            ServiceBusSenderClient sender = bus.queueSender("nowhere");

            assertThatThrownBy(() -> sender.sendMessage(new ServiceBusMessage("lost")))
                    .asInstanceOf(InstanceOfAssertFactories.type(ServiceBusException.class))
                    .extracting(ServiceBusException::getReason)
                    .isEqualTo(ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND);
        }
    }

    @Test
    void a_message_that_is_too_large_is_refused_and_the_next_one_is_taken() {
        try (TestBus bus = TestBus.start()) {
            ServiceBusSenderClient sender = bus.queueSender("plain");

            assertThatThrownBy(() -> sender.sendMessage(new ServiceBusMessage("x".repeat(2_000_000))))
                    .isInstanceOf(ServiceBusException.class);
            sender.sendMessage(new ServiceBusMessage("small"));

            assertThat(bus.statistics("plain").active()).isEqualTo(1);
        }
    }

    @Test
    void text_that_postgresql_cannot_hold_is_refused_and_harms_nobody() {
        try (TestBus bus = TestBus.start()) {
            ServiceBusSenderClient sender = bus.queueSender("unique");

            assertThatThrownBy(() -> sender.sendMessage(new ServiceBusMessage("odd").setMessageId("a\0b")))
                    .isInstanceOf(ServiceBusException.class);
            sender.sendMessage(new ServiceBusMessage("emoji \uD83D\uDE80").setMessageId("\uD83D\uDE80"));

            assertThat(TestBus.receiveOne(bus.receiver("unique")).getBody()).hasToString("emoji \uD83D\uDE80");
        }
    }
}
