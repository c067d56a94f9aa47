package dev.quayside.audit.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.telemetry.MaskedJson;
import dev.quayside.shared.telemetry.Masking;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is recorded of a message. It reads fields, not records: an event of an unknown type or of a newer version is
 * recorded as far as it looks like the others, and what is no event at all is recorded as it came, masked.
 */
final class EventMapper {

    /** Fits an index; whoever needs the rest finds it in the details. */
    static final int LONGEST = 200;

    private static final Pattern TYPE = Pattern.compile("quayside\\.([a-z0-9.-]+)\\.v\\d+");
    private static final Pattern SOURCE = Pattern.compile("/quayside/([a-z-]+)");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-.*");
    private static final Pattern SAFE_ID = Pattern.compile("[\\x21-\\x7E]{1,200}");
    private static final Pattern FAILURE = Pattern.compile(".*[.-](?:rejected|declined|failed)");
    private static final String ACCESS = "audit.access-recorded";
    private static final List<String> WHO = List.of("cancelledBy", "requestedBy", "by");
    private static final String REQUEST = "notification.requested";

    /** JDBC's calendar counts days before 1582 in another way than PostgreSQL, and nothing here is that old. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final String topic;
    private final Instant receivedAt;

    /** @param receivedAt to the microsecond */
    EventMapper(String topic, Instant receivedAt) {
        this.topic = topic;
        this.receivedAt = receivedAt;
    }

    Message map(String body) {
        try {
            CloudEvent event = CloudEvent.parse(body);
            return MaskedText.isShallow(event.data())
                    ? readable(event)
                    : unreadable(body, "the data is nested too deeply");
        } catch (MalformedEventException e) {
            return unreadable(body, e.getMessage());
        }
    }

    /** What is kept of a message that cannot be read, or that the database refuses for what is in it. */
    Message unreadable(String body, String reason) {
        String hash = sha256(body);
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("reason", reason);
        details.set("raw", MaskedText.of(body));
        Entry entry = new Entry(
                Ids.newId(),
                receivedAt,
                receivedAt,
                "unknown",
                "message.unreadable",
                "message",
                hash,
                null,
                null,
                "UNREADABLE",
                null,
                null,
                topic,
                details);
        return new Message("sha256:" + hash, entry);
    }

    private Message readable(CloudEvent event) {
        String action = action(event.type());
        JsonNode data = event.data();
        boolean isAccess = action.equals(ACCESS);
        String tellsAction = isAccess ? text(data, "action") : null;
        Entry entry = new Entry(
                Ids.newId(),
                occurredAt(event, data),
                receivedAt,
                actor(event, action, data),
                tellsAction != null ? tellsAction : action,
                subjectType(action, data),
                subjectId(event, isAccess ? text(data, "subjectId") : null),
                Ids.parse(data.path("customerId").asText()).orElse(null),
                isAccess ? Network.of(data.path("address").asText()) : null,
                result(action, isAccess ? text(data, "result") : null),
                traceId(event.traceparent()),
                kept(event.id()),
                topic,
                details(event, action));
        return new Message(key(event), entry);
    }

    /** The event's type without our prefix and its version; a foreign type as it is. */
    private static String action(String type) {
        Matcher ours = TYPE.matcher(type);
        return kept(ours.matches() ? ours.group(1) : type);
    }

    private Instant occurredAt(CloudEvent event, JsonNode data) {
        Instant told = event.time();
        if (told == null) {
            told = instant(data.path("at").asText());
        }
        boolean isStorable = told != null && !told.isBefore(EARLIEST) && told.isBefore(LATEST);
        return isStorable ? told.truncatedTo(ChronoUnit.MICROS) : receivedAt;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    /** Who the event says did it; else the app that tells it. */
    private static String actor(CloudEvent event, String action, JsonNode data) {
        for (String field : action.equals(ACCESS) ? List.of("actor") : WHO) {
            String told = text(data, field);
            if (told != null) {
                return told;
            }
        }
        String source = event.source() == null ? "" : event.source();
        Matcher ours = SOURCE.matcher(source);
        if (ours.matches()) {
            return "app:" + ours.group(1);
        }
        return source.isBlank() ? "unknown" : "source:" + kept(source);
    }

    /** Events of payments, stock, notifications and personal data are about an order, a product or a customer. */
    private static String subjectType(String action, JsonNode data) {
        String told = action.equals(ACCESS) ? text(data, "subjectType") : null;
        if (told != null) {
            return told;
        }
        String family = action.split("\\.", 2)[0];
        return switch (family) {
            case "payment" -> "order";
            case "stock" -> data.has("orderId") ? "order" : "product";
            case "notification", "gdpr" -> "customer";
            case "" -> "unknown";
            default -> family;
        };
    }

    private static String subjectId(CloudEvent event, String told) {
        if (told != null) {
            return told;
        }
        boolean isMissing = event.subject() == null || event.subject().isBlank();
        return isMissing ? "unknown" : kept(event.subject());
    }

    private static String result(String action, String told) {
        if (told != null) {
            return told;
        }
        return FAILURE.matcher(action).matches() ? "FAILED" : "OK";
    }

    private static String traceId(String traceparent) {
        Matcher form = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        return form.matches() ? form.group(1) : null;
    }

    private static ObjectNode details(CloudEvent event, String action) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("type", MaskedJson.text(event.type()));
        if (event.subject() != null) {
            details.put("subject", MaskedJson.text(event.subject()));
        }
        details.set("data", MaskedJson.of(event.data()));
        if (action.equals(REQUEST) && details.path("data").path("data") instanceof ObjectNode variables) {
            // Whatever a template says to a person may be personal, under any name.
            variables.fieldNames().forEachRemaining(name -> variables.put(name, "***"));
        }
        return details;
    }

    private static String key(CloudEvent event) {
        boolean isPlain = SAFE_ID.matcher(event.id()).matches()
                && Masking.text(event.id()).equals(event.id());
        return isPlain ? event.id() : "sha256:" + sha256(event.id());
    }

    /** A text of the data, as it is kept; null if there is none. */
    private static String text(JsonNode data, String field) {
        JsonNode value = data.path(field);
        return value.isTextual() && !value.textValue().isBlank() ? kept(value.textValue()) : null;
    }

    /** Masked, and short enough for an index. */
    static String kept(String text) {
        String masked = MaskedJson.text(text);
        if (masked.codePointCount(0, masked.length()) <= LONGEST) {
            return masked;
        }
        return masked.substring(0, masked.offsetByCodePoints(0, LONGEST - 1)) + '…';
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
