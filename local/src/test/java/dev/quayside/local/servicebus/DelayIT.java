package dev.quayside.local.servicebus;

import static dev.quayside.local.servicebus.TestBus.bodies;
import static dev.quayside.local.servicebus.TestBus.message;
import static dev.quayside.local.servicebus.TestBus.receive;
import static dev.quayside.local.servicebus.TestBus.receiveOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.ServiceBusMessageState;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are not received as they come: deferred, scheduled, expired, sent twice, peeked. */
class DelayIT {

    private TestBus bus;

    @BeforeEach
    void start() {
        bus = TestBus.start();
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private static OffsetDateTime in(Duration delay) {
        return OffsetDateTime.now(ZoneOffset.UTC).plus(delay);
    }

    @Test
    void a_deferred_message_is_received_by_its_number_only_even_after_a_restart() {
        bus.queueSender("plain").sendMessages(List.of(message("later"), message("now")));
        ServiceBusReceiverClient receiver = bus.receiver("plain");
        ServiceBusReceivedMessage later = receiveOne(receiver);
        receiver.defer(later);
        assertThat(receiveOne(receiver).getBody()).hasToString("now");
        assertThat(bus.statistics("plain").deferred()).isEqualTo(1);

        bus.restart();
        ServiceBusReceiverClient again = bus.receiver("plain");
        ServiceBusReceivedMessage deferred = again.receiveDeferredMessage(later.getSequenceNumber());
        assertThat(deferred.getBody()).hasToString("later");
        assertThat(deferred.getState()).isEqualTo(ServiceBusMessageState.DEFERRED);
        again.complete(deferred);

        assertThat(bus.statistics("plain").deferred()).isZero();
        assertThatThrownBy(() -> again.receiveDeferredMessage(later.getSequenceNumber()))
                .isInstanceOf(ServiceBusException.class);
    }

    @Test
    void a_scheduled_message_comes_when_it_is_due() {
        ServiceBusSenderClient sender = bus.queueSender("plain");
        long number = sender.scheduleMessage(message("operation"), in(Duration.ofSeconds(1)));
        sender.sendMessage(message("annotation").setScheduledEnqueueTime(in(Duration.ofSeconds(2))));
        sender.scheduleMessage(message("not yet"), in(Duration.ofHours(1)));
        assertThat(number).isPositive();

        bus.restart();

        assertThat(bodies(receive(bus.receiver("plain"), 2))).containsExactly("operation", "annotation");
        assertThat(bus.statistics("plain").scheduled()).isEqualTo(1);
        assertThat(bus.statistics("plain").active()).isEqualTo(2);
    }

    @Test
    void a_scheduled_message_for_a_topic_reaches_its_subscriptions() {
        bus.topicSender("events").scheduleMessage(message("due"), in(Duration.ofSeconds(1)));
        assertThat(receiveOne(bus.subscriptionReceiver("events", "all")).getBody())
                .hasToString("due");
    }

    @Test
    void a_cancelled_message_never_comes() {
        ServiceBusSenderClient sender = bus.queueSender("plain");
        long number = sender.scheduleMessage(message("never"), in(Duration.ofHours(1)));

        sender.cancelScheduledMessage(number);

        assertThat(bus.statistics("plain").scheduled()).isZero();
    }

    @Test
    void an_expired_message_is_dead_lettered_where_the_queue_says_so() {
        bus.queueSender("expiring").sendMessage(message("old"));

        ServiceBusReceivedMessage dead = receiveOne(bus.deadLetterReceiver("expiring"));

        assertThat(dead.getDeadLetterReason()).isEqualTo("TTLExpiredException");
    }

    @Test
    void an_expired_message_is_dropped_where_the_queue_says_nothing() {
        bus.queueSender("plain").sendMessage(message("old").setTimeToLive(Duration.ofMillis(500)));

        await().until(() -> bus.statistics("plain").active() == 0);
        assertThat(bus.statistics("plain").deadLettered()).isZero();
    }

    @Test
    void a_message_id_is_taken_once_within_the_window_even_after_a_restart() {
        ServiceBusSenderClient sender = bus.queueSender("unique");
        sender.sendMessage(message("first").setMessageId("same"));
        sender.sendMessage(message("second").setMessageId("same"));

        bus.restart();
        bus.queueSender("unique").sendMessage(message("third").setMessageId("same"));
        bus.queueSender("unique").sendMessage(message("other").setMessageId("different"));

        assertThat(bodies(receive(bus.receiver("unique"), 2))).containsExactly("first", "other");
        assertThat(bus.statistics("unique").active()).isEqualTo(2);
    }

    @Test
    void peeking_shows_messages_without_taking_them() {
        bus.queueSender("plain").sendMessages(List.of(message("a"), message("b"), message("c")));
        ServiceBusReceiverClient receiver = bus.receiver("plain");
        receiveOne(receiver);

        assertThat(receiver.peekMessages(2))
                .extracting(peeked -> peeked.getBody().toString())
                .containsExactly("a", "b");
        assertThat(receiver.peekMessages(5))
                .extracting(peeked -> peeked.getBody().toString())
                .containsExactly("c");
        assertThat(bus.statistics("plain").active()).isEqualTo(3);
    }
}
