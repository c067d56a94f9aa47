package dev.quayside.housekeeping.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.quayside.shared.kernel.Json;

/**
 * What Service Bus and the sender wrote on a message. Empty texts for what it lacks.
 *
 * @param type of the event; filters go by it
 * @param subject what the event is about
 * @param reason why it is a dead letter, {@code MaxDeliveryCountExceeded}
 * @param description the same in more words
 */
public record MessageProperties(String type, String subject, String traceparent, String reason, String description) {

    private static final int LONGEST = 1_000;

    /** @param json the application properties as the host gives them; anything, if the body speaks in their place */
    static MessageProperties read(String json) {
        JsonNode properties = tree(json);
        return new MessageProperties(
                text(properties, "type"),
                text(properties, "subject"),
                text(properties, "traceparent"),
                text(properties, "DeadLetterReason"),
                text(properties, "DeadLetterErrorDescription"));
    }

    private static JsonNode tree(String json) {
        try {
            return Json.read(json, JsonNode.class);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Such as PostgreSQL can keep. */
    private static String text(JsonNode properties, String name) {
        String text = properties.path(name).asText("").replace('\0', ' ').strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
