package dev.quayside.local.functions.invoking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The top-level properties of a JSON object, which the host offers as trigger metadata. */
public final class JsonProperties {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonProperties() {}

    /** Texts as they are, everything else as JSON. Empty when the body is not a JSON object. */
    public static Map<String, String> of(byte[] body, Predicate<JsonNode> wanted) {
        if (body == null || !startsLikeAnObject(body)) {
            return Map.of();
        }
        try {
            var properties = new LinkedHashMap<String, String>();
            JSON.readTree(body).properties().forEach(property -> {
                JsonNode value = property.getValue();
                if (!value.isNull() && wanted.test(value)) {
                    properties.put(property.getKey(), value.isTextual() ? value.textValue() : value.toString());
                }
            });
            return Collections.unmodifiableMap(properties);
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static boolean startsLikeAnObject(byte[] body) {
        for (byte b : body) {
            if (!Character.isWhitespace(b)) {
                return b == '{';
            }
        }
        return false;
    }
}
