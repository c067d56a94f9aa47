package dev.quayside.audit.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/**
 * One line of the audit: who did what, on what, when, and from where. Nothing in it is personal data in clear. All texts
 * are null once the person was erased.
 *
 * @param occurredAt to the microsecond
 * @param receivedAt to the microsecond
 * @param actor {@code employee:0190…}, {@code client:…}, {@code service:…} or {@code app:orders}
 * @param action {@code order.placed}
 * @param customerId whose data it is about; null if nobody's
 * @param address the network, {@code 203.0.113.0/24}; null if not known
 * @param result {@code OK}, {@code FAILED}, or what the teller said
 * @param traceId null if it belongs to no trace
 * @param eventId null if it was not told by an event
 * @param topic null if it was not told by an event
 */
public record Entry(
        UUID id,
        Instant occurredAt,
        Instant receivedAt,
        String actor,
        String action,
        String subjectType,
        String subjectId,
        UUID customerId,
        String address,
        String result,
        String traceId,
        String eventId,
        String topic,
        JsonNode details) {

    /** Whether the content was erased with the person it was about. */
    public boolean erased() {
        return actor == null
                && action == null
                && subjectType == null
                && subjectId == null
                && customerId == null
                && address == null
                && result == null
                && traceId == null
                && eventId == null
                && details == null;
    }

    /** What the chain commits to, and what callers see; what is not there is left out. */
    public ObjectNode content() {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        put(content, "id", id);
        put(content, "at", occurredAt);
        put(content, "receivedAt", receivedAt);
        put(content, "actor", actor);
        put(content, "action", action);
        put(content, "subjectType", subjectType);
        put(content, "subjectId", subjectId);
        put(content, "customerId", customerId);
        put(content, "address", address);
        put(content, "result", result);
        put(content, "traceId", traceId);
        put(content, "eventId", eventId);
        put(content, "topic", topic);
        if (details != null) {
            content.set("details", details);
        }
        return content;
    }

    /** As {@link #content}, with the mark {@code erased} where the content is. */
    public ObjectNode view() {
        ObjectNode view = content();
        if (erased()) {
            view.put("erased", true);
        }
        return view;
    }

    private static void put(ObjectNode content, String name, Object value) {
        if (value != null) {
            content.put(name, value.toString());
        }
    }
}
