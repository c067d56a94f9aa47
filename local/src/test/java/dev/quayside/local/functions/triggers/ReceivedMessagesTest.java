package dev.quayside.local.functions.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.models.AmqpMessageId;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.lang.reflect.Constructor;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedMessagesTest {

    @Test
    void a_message_has_the_metadata_that_the_real_host_gives() throws ReflectiveOperationException {
        ServiceBusReceivedMessage message = message("text");
        message.getRawAmqpMessage().getProperties().setMessageId(new AmqpMessageId("m-1"));
        message.getRawAmqpMessage().getProperties().setSubject("order/1");
        message.getRawAmqpMessage().getHeader().setDeliveryCount(2L);
        var annotations = message.getRawAmqpMessage().getMessageAnnotations();
        annotations.put("x-opt-sequence-number", 42L);
        annotations.put("x-opt-enqueued-time", Date.from(Instant.parse("2026-11-20T23:28:03.120Z")));
        annotations.put("x-opt-deadletter-source", "order-events/Subscriptions/catalog");
        message.getApplicationProperties().put("type", "order.placed");
        message.getApplicationProperties().put("count", 3);

        var input = ReceivedMessages.one(message);

        assertThat(input.metadata("MessageId")).isEqualTo("m-1");
        assertThat(input.metadata("messageid")).isNull();
        assertThat(input.metadata("Subject")).isEqualTo("order/1");
        assertThat(input.metadata("SequenceNumber")).isEqualTo("42");
        assertThat(input.metadata("DeliveryCount")).isEqualTo("2");
        assertThat(input.metadata("DeadLetterSource")).isEqualTo("order-events/Subscriptions/catalog");
        assertThat(input.metadata("EnqueuedTimeUtc")).isEqualTo("\"2026-11-20T23:28:03.12Z\"");
        assertThat(input.metadata("ExpiresAtUtc")).endsWith("Z\"");
        assertThat(input.metadata("ApplicationProperties")).contains("\"type\":\"order.placed\"", "\"count\":3");
    }

    @Test
    void what_a_message_lacks_is_not_in_its_metadata() throws ReflectiveOperationException {
        var input = ReceivedMessages.one(message("text"));
        for (String name : List.of(
                "MessageId", "CorrelationId", "SessionId", "PartitionKey", "To", "ReplyTo", "DeadLetterSource")) {
            assertThat(input.metadata(name)).as(name).isNull();
        }
    }

    @Test
    void properties_of_a_json_body_shadow_metadata_whatever_their_case_unless_they_are_arrays()
            throws ReflectiveOperationException {
        ServiceBusReceivedMessage message =
                message("{\"messageid\": \"body\", \"Subject\": [1], \"data\": {\"a\": 1}, \"n\": null}");
        message.getRawAmqpMessage().getProperties().setMessageId(new AmqpMessageId("m-1"));
        message.getRawAmqpMessage().getProperties().setSubject("kept");

        var input = ReceivedMessages.one(message);

        assertThat(input.metadata("MessageId")).isEqualTo("body");
        assertThat(input.metadata("messageid")).isNull();
        assertThat(input.metadata("Subject")).isEqualTo("kept");
        assertThat(input.metadata("data")).isEqualTo("{\"a\":1}");
        assertThat(input.metadata("n")).isNull();
    }

    @Test
    void the_trace_of_the_sender_goes_on() throws ReflectiveOperationException {
        ServiceBusReceivedMessage message = message("text");
        message.getApplicationProperties().put("Diagnostic-Id", "older");
        assertThat(ReceivedMessages.one(message).traceparent()).isEqualTo("older");
        message.getApplicationProperties().put("traceparent", "newer");
        assertThat(ReceivedMessages.one(message).traceparent()).isEqualTo("newer");
    }

    @Test
    void a_batch_is_its_bodies() throws ReflectiveOperationException {
        var input = ReceivedMessages.many(List.of(message("a"), message("b")));
        assertThat(input.bodies()).containsExactly(new byte[] {'a'}, new byte[] {'b'});
    }

    /** Only the SDK makes received messages; there is no public way. */
    private static ServiceBusReceivedMessage message(String body) throws ReflectiveOperationException {
        Constructor<ServiceBusReceivedMessage> constructor =
                ServiceBusReceivedMessage.class.getDeclaredConstructor(BinaryData.class);
        constructor.setAccessible(true);
        ServiceBusReceivedMessage message = constructor.newInstance(BinaryData.fromString(body));
        message.getRawAmqpMessage().getHeader().setDeliveryCount(1L);
        return message;
    }
}
