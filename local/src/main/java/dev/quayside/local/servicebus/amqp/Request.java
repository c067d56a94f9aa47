package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A request to a node.
 *
 * @param properties the application properties, which name the operation
 * @param body the arguments; empty when the body is not a map
 */
record Request(Map<String, Object> properties, Map<?, ?> body) {

    String operation() {
        return String.valueOf(properties.get("operation"));
    }

    String text(String name) {
        Object value = body.get(name);
        return value == null ? null : value.toString();
    }

    String requireText(String name) {
        String value = text(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    int number(String name, int otherwise) {
        return body.get(name) instanceof Number number ? number.intValue() : otherwise;
    }

    List<Long> longs(String name) {
        return elements(name, Number.class).stream().map(Number::longValue).toList();
    }

    List<UUID> uuids(String name) {
        return elements(name, UUID.class);
    }

    Map<?, ?> map(String name) {
        return body.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    List<Map<?, ?>> maps(String name) {
        List<Map<?, ?>> maps = new ArrayList<>();
        elements(name, Map.class).forEach(maps::add);
        return maps;
    }

    /** The elements of a list or of an array of any kind. */
    private <T> List<T> elements(String name, Class<T> type) {
        Object value = body.get(name);
        List<T> elements = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> elements.add(cast(name, element, type)));
        } else if (value != null && value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(cast(name, Array.get(value, i), type));
            }
        } else {
            throw missing(name);
        }
        return elements;
    }

    private static <T> T cast(String name, Object element, Class<T> type) {
        if (!type.isInstance(element)) {
            throw new BrokerException(Reason.ARGUMENT, "The argument %s has the wrong type.".formatted(name));
        }
        return type.cast(element);
    }

    private static BrokerException missing(String name) {
        return new BrokerException(Reason.ARGUMENT, "The argument %s is missing.".formatted(name));
    }
}
