package dev.quayside.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for all ways to write the same JSON: no white space, names in the order of their UTF-16 units, numbers by
 * their value. PostgreSQL's jsonb orders and writes in a way of its own, so what is hashed must not depend on it.
 */
final class CanonicalJson {

    private final StringBuilder text = new StringBuilder(512);

    private CanonicalJson() {}

    static String of(JsonNode tree) {
        CanonicalJson json = new CanonicalJson();
        json.append(tree);
        return json.text.toString();
    }

    private void append(JsonNode node) {
        if (node.isObject()) {
            appendObject(node);
        } else if (node.isArray()) {
            appendArray(node);
        } else if (node.isTextual()) {
            appendText(node.textValue());
        } else if (node.isNumber()) {
            text.append(node.decimalValue().stripTrailingZeros());
        } else {
            text.append(node.asText());
        }
    }

    private void appendObject(JsonNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        char separator = '{';
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            text.append(separator);
            appendText(field.getKey());
            text.append(':');
            append(field.getValue());
            separator = ',';
        }
        text.append(separator == '{' ? "{}" : "}");
    }

    private void appendArray(JsonNode array) {
        char separator = '[';
        for (JsonNode item : array) {
            text.append(separator);
            append(item);
            separator = ',';
        }
        text.append(separator == '[' ? "[]" : "]");
    }

    private void appendText(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
