package dev.quayside.housekeeping.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Ids;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;

/**
 * What a body is about, as far as it can be read.
 *
 * @param eventId null if the body is no event
 * @param type of the event, or empty
 * @param happenedAt null if the body does not say
 * @param orderId null if the body names none
 * @param customerId null if the body names none
 */
record Concern(String eventId, String type, Instant happenedAt, UUID orderId, UUID customerId) {

    private static final String ORDER_EVENTS = "quayside.order.";
    private static final String CUSTOMER_EVENTS = "quayside.customer.";
    private static final int LONGEST = 1_000;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    static Concern of(Body body) {
        JsonNode json = body.json();
        String type = text(json, "type");
        // An order for the queue has no envelope: what it names is at the top.
        JsonNode data = json.path("data").isObject() ? json.path("data") : json;
        return new Concern(
                eventId(body),
                type,
                time(text(json, "time")),
                id(data, "orderId", type.startsWith(ORDER_EVENTS) ? text(json, "subject") : ""),
                id(data, "customerId", type.startsWith(CUSTOMER_EVENTS) ? text(json, "subject") : ""));
    }

    private static String eventId(Body body) {
        try {
            return body.text()
                    .map(text -> CloudEvent.parse(text).id())
                    .filter(id -> id.length() <= LONGEST && id.indexOf('\0') < 0)
                    .orElse(null);
        } catch (MalformedEventException e) {
            return null;
        }
    }

    private static UUID id(JsonNode data, String field, String otherwise) {
        return Ids.parse(text(data, field)).or(() -> Ids.parse(otherwise)).orElse(null);
    }

    private static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String text(JsonNode json, String field) {
        String text = json.path(field).asText("").replace('\0', ' ').strip();
        return text.length() <= LONGEST ? text : "";
    }
}
