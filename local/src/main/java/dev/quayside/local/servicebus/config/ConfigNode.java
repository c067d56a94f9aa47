package dev.quayside.local.servicebus.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON value that knows where it stands, so that every complaint can say so.
 *
 * @param place the path in the file, such as {@code UserConfig.Namespaces[0].Queues[1].Name}
 */
record ConfigNode(Path file, String place, JsonNode json) {

    ConfigNode field(String name) {
        JsonNode value = json.path(name);
        return new ConfigNode(file, place.isEmpty() ? name : place + "." + name, value);
    }

    boolean isPresent() {
        return !json.isMissingNode() && !json.isNull();
    }

    ConfigNode requireObject() {
        if (!json.isObject()) {
            throw error(isPresent() ? "an object is expected" : "is missing");
        }
        return this;
    }

    /** Complains about a name that nobody reads: a typing error would otherwise pass unnoticed. */
    ConfigNode allowOnly(String... names) {
        Set<String> known = new TreeSet<>(List.of(names));
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw field(name).error("unknown name; known are " + String.join(", ", known));
            }
        });
        return this;
    }

    List<ConfigNode> elements() {
        if (!isPresent()) {
            return List.of();
        }
        if (!json.isArray()) {
            throw error("an array is expected");
        }
        List<ConfigNode> elements = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            elements.add(new ConfigNode(file, "%s[%d]".formatted(place, i), json.get(i)).requireObject());
        }
        return elements;
    }

    String requireText() {
        if (!json.isTextual() || json.textValue().isBlank()) {
            throw error(isPresent() ? "a text is expected" : "is missing");
        }
        return json.textValue();
    }

    String text(String otherwise) {
        if (!isPresent()) {
            return otherwise;
        }
        if (!json.isTextual()) {
            throw error("a text is expected");
        }
        return json.textValue();
    }

    boolean flag(boolean otherwise) {
        if (!isPresent()) {
            return otherwise;
        }
        if (!json.isBoolean()) {
            throw error("true or false is expected");
        }
        return json.booleanValue();
    }

    int positive(int otherwise) {
        if (!isPresent()) {
            return otherwise;
        }
        if (!json.isInt() || json.intValue() < 1) {
            throw error("a whole number from 1 is expected");
        }
        return json.intValue();
    }

    /** An ISO 8601 duration such as {@code PT1M}; years and months, which Azure uses for "never", too. */
    Duration duration(Duration otherwise) {
        if (!isPresent()) {
            return otherwise;
        }
        String text = requireText().toUpperCase(Locale.ROOT);
        try {
            Duration duration = Duration.parse(text);
            if (duration.isNegative() || duration.isZero()) {
                throw error("a duration above zero is expected");
            }
            return duration.compareTo(QueueSettings.FOREVER) > 0 ? QueueSettings.FOREVER : duration;
        } catch (DateTimeParseException malformed) {
            throw error("an ISO 8601 duration such as PT1M or P14D is expected, not " + text);
        }
    }

    ConfigException error(String problem) {
        return new ConfigException(file, place.isEmpty() ? "the file" : place, problem);
    }
}
