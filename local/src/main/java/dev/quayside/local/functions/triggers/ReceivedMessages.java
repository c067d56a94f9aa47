package dev.quayside.local.functions.triggers;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quayside.local.functions.invoking.JsonProperties;
import dev.quayside.local.functions.invoking.TriggerInput;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns Service Bus messages into what functions are given. */
final class ReceivedMessages {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** .NET's round-trip format in UTC: up to seven digits of a second, as many as needed. */
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private static final String NEVER = "\"9999-12-31T23:59:59.9999999Z\"";

    private ReceivedMessages() {}

    static TriggerInput.Messages one(ServiceBusReceivedMessage message) {
        byte[] body = message.getBody().toBytes();
        return new TriggerInput.Messages(List.of(body), () -> metadata(message, body), traceparent(message));
    }

    static TriggerInput.Messages many(List<ServiceBusReceivedMessage> messages) {
        List<byte[]> bodies =
                messages.stream().map(message -> message.getBody().toBytes()).toList();
        return new TriggerInput.Messages(bodies, Map::of, null);
    }

    /** What the message does not have is not there, so that a function which asks for it fails, as it does in Azure. */
    private static Map<String, String> metadata(ServiceBusReceivedMessage message, byte[] body) {
        var metadata = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        metadata.put("DeliveryCount", String.valueOf(message.getDeliveryCount()));
        metadata.put("SequenceNumber", String.valueOf(message.getSequenceNumber()));
        metadata.put("EnqueuedTimeUtc", dateTime(message.getEnqueuedTime()));
        metadata.put("ExpiresAtUtc", dateTime(message.getExpiresAt()));
        metadata.put("ApplicationProperties", json(message.getApplicationProperties()));
        putIfThere(metadata, "MessageId", message.getMessageId());
        putIfThere(metadata, "DeadLetterSource", message.getDeadLetterSource());
        putIfThere(metadata, "LockToken", message.getLockToken());
        putIfThere(metadata, "ContentType", message.getContentType());
        putIfThere(metadata, "CorrelationId", message.getCorrelationId());
        putIfThere(metadata, "Subject", message.getSubject());
        putIfThere(metadata, "To", message.getTo());
        putIfThere(metadata, "ReplyTo", message.getReplyTo());
        putIfThere(metadata, "SessionId", message.getSessionId());
        putIfThere(metadata, "PartitionKey", message.getPartitionKey());
        // Keys differ by case only where the body shadows metadata: the real host keeps the metadata's spelling.
        metadata.putAll(JsonProperties.of(body, value -> !value.isArray()));
        return Map.copyOf(metadata);
    }

    private static void putIfThere(Map<String, String> metadata, String name, String value) {
        if (value != null) {
            metadata.put(name, value);
        }
    }

    private static String dateTime(OffsetDateTime time) {
        return time == null ? NEVER : '"' + DATE_TIME.format(time) + '"';
    }

    private static String traceparent(ServiceBusReceivedMessage message) {
        Map<String, Object> properties = message.getApplicationProperties();
        Object value = properties.getOrDefault("traceparent", properties.get("Diagnostic-Id"));
        return value == null ? null : value.toString();
    }

    private static String json(Map<String, Object> properties) {
        ObjectNode object = JSON.createObjectNode();
        properties.forEach((name, value) -> object.set(name, node(value)));
        return object.toString();
    }

    private static JsonNode node(Object value) {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return JSON.valueToTree(value);
        }
        return JSON.getNodeFactory().textNode(value.toString());
    }
}
