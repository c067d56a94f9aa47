package dev.quayside.shared.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Json;
import java.time.Instant;

/**
 * The envelope of every event: CloudEvents 1.0 in structured JSON, with the distributed tracing extension.
 *
 * @param specversion always {@code 1.0}
 * @param id unique for this event; the Service Bus message id
 * @param source the app that tells it, {@code /quayside/orders}
 * @param type versioned type, {@code quayside.order.placed.v1}
 * @param subject what it happened to
 * @param time when it happened
 * @param datacontenttype always {@code application/json}
 * @param traceparent the trace it belongs to
 * @param data the payload, a record of {@code contracts} as JSON
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        String traceparent,
        JsonNode data) {

    public static final String MEDIA_TYPE = "application/cloudevents+json";

    /**
     * Reads a message body.
     *
     * @throws MalformedEventException if it is not a CloudEvent of version 1.0 with id, type and data
     */
    public static CloudEvent parse(String body) {
        CloudEvent event = read(body);
        if (event == null || !"1.0".equals(event.specversion)) {
            throw new MalformedEventException("not a CloudEvent of specversion 1.0", null);
        }
        if (event.id == null || event.id.isBlank() || event.type == null || event.data == null) {
            throw new MalformedEventException("a CloudEvent needs id, type and data", null);
        }
        return event;
    }

    /**
     * The payload as a record; fields it does not know are ignored, since producers may add some.
     *
     * @throws MalformedEventException if the payload does not fit
     */
    public <T> T data(Class<T> payload) {
        try {
            return Json.read(data, payload);
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("the data of " + type + " does not fit", e);
        }
    }

    private static CloudEvent read(String body) {
        try {
            return Json.read(body, CloudEvent.class);
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("not JSON, or not a CloudEvent", e);
        }
    }
}
