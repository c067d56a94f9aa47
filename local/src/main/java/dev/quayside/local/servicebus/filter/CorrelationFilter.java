package dev.quayside.local.servicebus.filter;

import java.util.Map;
import java.util.Objects;

/**
 * Equality on system and application properties; all that are set must be equal. Strings compare by
 * case, numbers by value whatever their AMQP width.
 *
 * @param expected the system properties to compare; {@code null} means any, and its {@code user} map
 *     holds the application properties to compare
 */
public record CorrelationFilter(MessageProperties expected) implements Filter {

    @Override
    public boolean matches(MessageProperties message) {
        for (MessageProperties.SystemProperty property : MessageProperties.SystemProperty.values()) {
            String wanted = expected.get(property);
            if (wanted != null && !wanted.equals(message.get(property))) {
                return false;
            }
        }
        for (Map.Entry<String, Object> wanted : expected.user().entrySet()) {
            if (!sameValue(wanted.getValue(), message.user().get(wanted.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameValue(Object wanted, Object actual) {
        return Objects.equals(wanted, actual)
                || (wanted != null
                        && actual != null
                        && Values.compare(wanted, actual).orElse(1) == 0);
    }
}
