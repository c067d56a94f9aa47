package dev.quayside.shared.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * JSON without personal data and secrets, for what is kept or shown of a message: masked by the names of fields and by
 * what texts look like. Names are taken more broadly than in logs, since nobody chose the fields of a foreign message
 * with masking in mind.
 */
public final class MaskedJson {

    /** Fewer digits make no card or phone number. */
    private static final int LONG_NUMBER = 13;

    private MaskedJson() {}

    /** A masked copy; texts that PostgreSQL could not keep (NUL, half a surrogate pair) are mended. */
    public static JsonNode of(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return object(object);
        }
        if (tree.isArray()) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode(tree.size());
            tree.forEach(item -> masked.add(of(item)));
            return masked;
        }
        if (tree.isTextual()) {
            return TextNode.valueOf(text(tree.textValue()));
        }
        return tree.isNumber() ? number(tree) : tree;
    }

    /** A masked and mended text. */
    public static String text(String text) {
        return Masking.text(storable(text));
    }

    private static ObjectNode object(ObjectNode object) {
        ObjectNode masked = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> {
            String name = text(field.getKey());
            while (masked.has(name)) {
                name += '*';
            }
            boolean isPersonal =
                    Masking.soundsPersonal(field.getKey()) && !field.getValue().isNull();
            masked.set(name, isPersonal ? TextNode.valueOf(Masking.MASK) : of(field.getValue()));
        });
        return masked;
    }

    private static JsonNode number(JsonNode number) {
        String digits = number.asText();
        if (number.isDouble() && !Double.isFinite(number.doubleValue())) {
            // Too large for a double, as read; JSON has no infinity.
            return TextNode.valueOf(digits);
        }
        return digits.length() >= LONG_NUMBER && !Masking.text(digits).equals(digits)
                ? TextNode.valueOf(Masking.MASK)
                : number;
    }

    private static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return mended(text);
            }
        }
        return text;
    }

    private static String mended(String text) {
        return text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
