package dev.quayside.local.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quayside.local.endtoend.OpenApiContract.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hostile values for query parameters. */
final class Parameters {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "01900000-0000-7000-8000-000000000000";

    private static final List<String> TEXTS = List.of(
            "%27%20OR%201%3D1%3B--",
            "%3Cscript%3E", "%F0%9F%9A%A2", "%25%5F%5C", "%21%28%29%3A%2A%26%7C%3C-%3E", "%FF", "x".repeat(2_000));
    private static final List<String> NUMBERS =
            List.of("0", "-1", "201", "1.5", "abc", "1e3", "99999999999999999999", "9223372036854775807");
    private static final List<String> TIMES = List.of(
            "yesterday",
            "2026-13-01T00:00:00Z",
            "2026-01-01",
            "2026-01-01T25:00:00Z",
            "%2B1000000000-12-31T23:59:59Z",
            "-1000000000-01-01T00:00:00Z",
            "2026-01-01T00:00:00.1234567891234Z");
    private static final List<String> CURSORS = List.of(
            "abc",
            "%00",
            "%3D%3D",
            encoded("[]"),
            encoded("{}"),
            encoded("[null,null]"),
            encoded("[\"x\",\"y\"]"),
            encoded("[\"2026-01-01T00:00:00Z\",\"y\"]"),
            encoded("[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]"),
            encoded("[".repeat(1_000)),
            "x".repeat(2_000));
    /** Well-formed cursors that no list has made: refused, or a page that follows them, but no server error. */
    private static final List<String> STRANGE_CURSORS = List.of(
            encoded("[\"+1000000000-12-31T23:59:59Z\",\"" + ID + "\"]"),
            encoded("[\"-1000000000-01-01T00:00:00Z\",\"" + ID + "\"]"),
            encoded("[\"9223372036854775807\",\"" + ID + "\"]"),
            encoded("[\"1e308\",\"" + ID + "\"]"),
            encoded("[\"\\u0000\"]"),
            encoded("[\"\\ud83d\"]"),
            encoded("[\"'; --\"]"));

    private Parameters() {}

    /** Values, percent-encoded, and whether they must be refused. */
    static Map<String, Boolean> hostile(OpenApiContract contract, Operation operation, JsonNode parameter) {
        Map<String, Boolean> values = new LinkedHashMap<>();
        JsonNode schema = OpenApiContract.resolve(operation.document(), parameter.path("schema"));
        boolean isText = schema.path("type").asText().equals("string");
        if (parameter.path("name").asText().equals("cursor")) {
            CURSORS.forEach(value -> values.put(value, true));
            STRANGE_CURSORS.forEach(value -> values.put(value, false));
        } else if (!isText || schema.has("format") || schema.has("enum")) {
            for (List<String> list : List.of(NUMBERS, TIMES, TEXTS)) {
                list.forEach(value -> values.put(value, violates(contract, operation, schema, value)));
            }
        } else {
            TEXTS.forEach(value -> values.put(value, violates(contract, operation, schema, value)));
        }
        values.put("%00", true);
        return values;
    }

    private static boolean violates(OpenApiContract contract, Operation operation, JsonNode schema, String value) {
        String text = URLDecoder.decode(value, StandardCharsets.UTF_8);
        boolean asText = schema.path("type").asText().equals("string") || !text.matches("-?\\d+(\\.\\d+)?");
        String json = asText ? JSON.getNodeFactory().textNode(text).toString() : text;
        return !contract.violations(operation, schema, json).isEmpty();
    }

    /** The path with the parameter set to the encoded value, instead of what it may have been. */
    static String set(String path, String name, String value) {
        String without = path.replaceAll("([?&])" + name + "=[^&]*", "$1").replaceAll("[?&]+$", "");
        return without + (without.contains("?") ? "&" : "?") + name + "=" + value;
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
