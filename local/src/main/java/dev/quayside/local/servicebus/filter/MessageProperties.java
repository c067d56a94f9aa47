package dev.quayside.local.servicebus.filter;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a filter sees of a message. A system property that the sender left out is {@code null}.
 *
 * @param user the application properties; points in time are {@link java.time.Instant}s
 */
public record MessageProperties(
        String messageId,
        String correlationId,
        String to,
        String replyTo,
        String label,
        String sessionId,
        String replyToSessionId,
        String contentType,
        String partitionKey,
        Map<String, Object> user) {

    /** The system properties that a filter may name after {@code sys.}, without regard to case. */
    enum SystemProperty {
        MESSAGEID,
        CORRELATIONID,
        TO,
        REPLYTO,
        LABEL,
        SUBJECT,
        SESSIONID,
        REPLYTOSESSIONID,
        CONTENTTYPE,
        PARTITIONKEY;

        static Optional<SystemProperty> named(String name) {
            String wanted = name.toUpperCase(Locale.ROOT);
            for (SystemProperty property : values()) {
                if (property.name().equals(wanted)) {
                    return Optional.of(property);
                }
            }
            return Optional.empty();
        }
    }

    String get(SystemProperty property) {
        return switch (property) {
            case MESSAGEID -> messageId;
            case CORRELATIONID -> correlationId;
            case TO -> to;
            case REPLYTO -> replyTo;
            case LABEL, SUBJECT -> label;
            case SESSIONID -> sessionId;
            case REPLYTOSESSIONID -> replyToSessionId;
            case CONTENTTYPE -> contentType;
            case PARTITIONKEY -> partitionKey;
        };
    }
}
