package dev.quayside.local.endtoend;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Ways to spoil one field of a valid JSON body. */
final class Mutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Takes the place of a field's value until the raw JSON is written in. */
    private static final String MARK = "<<<mark>>>";

    private static final int MANY = 10_000;
    private static final String LONG_TEXT = "\"" + "x".repeat(900_000) + "\"";

    private static final List<String> NO_TEXTS = List.of("42", "true", "{}", "[]");
    private static final List<String> UNSTORABLE_TEXTS = List.of("\"a\\u0000b\"", "\"\\ud83d\"", LONG_TEXT);
    private static final List<String> ODD_TEXTS = List.of(
            "\"\"",
            "\" \"",
            "\"'; DROP TABLE orders.orders; --\"",
            "\"' OR '1'='1\"",
            "\"<script>alert(1)</script>\"",
            "\"${jndi:ldap://localhost/a}\"",
            "\"../../etc/passwd\"",
            "\"%00%n%s\"",
            "\"Zo\u00eb \ud83d\udea2 \u05e2\u05d1\u05e8\u05d9\u05ea \u4e2d\u6587\"");
    private static final List<String> NO_NUMBERS =
            List.of("\"7\"", "1.5", "true", "{}", "[]", "1e400", "99999999999999999999");
    private static final List<String> ODD_NUMBERS =
            List.of("0", "-1", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "1000000");
    private static final List<String> NO_BOOLEANS = List.of("\"true\"", "1", "0", "{}", "[]");
    private static final List<String> NO_LISTS = List.of("{}", "\"x\"", "7", "true");
    private static final List<String> ODD_LISTS = List.of("[]", "[null]", "[[]]", "[{}]", "[7]");
    private static final List<String> NO_OBJECTS = List.of("[]", "\"x\"", "7", "true");

    private Mutations() {}

    /**
     * A spoilt body.
     *
     * @param pointer the spoilt field
     * @param what the JSON that stands there now
     * @param json the body
     * @param meant what the schema is asked about: the body, but null means that the field is not there
     * @param isWrong whether it is wrong whatever the schema says
     */
    record Mutation(String pointer, String what, String json, String meant, boolean isWrong) {
        Mutation(String pointer, String what, String json, boolean isWrong) {
            this(pointer, what, json, json, isWrong);
        }

        @Override
        public String toString() {
            return pointer + " = " + (what.length() > 60 ? what.substring(0, 60) + "…" : what);
        }
    }

    /** Every way for every field. */
    static List<Mutation> of(String json) {
        List<Mutation> mutations = new ArrayList<>();
        JsonNode body = tree(json);
        for (String pointer : pointers(body, "")) {
            JsonNode value = body.at(pointer);
            String removed = removed(body, pointer);
            mutations.add(new Mutation(pointer, "(removed)", removed, false));
            mutations.add(new Mutation(pointer, "null", with(body, pointer, "null"), removed, false));
            if (value.isTextual()) {
                add(mutations, body, pointer, NO_TEXTS, true);
                add(mutations, body, pointer, UNSTORABLE_TEXTS, true);
                add(mutations, body, pointer, ODD_TEXTS, false);
            } else if (value.isNumber()) {
                add(mutations, body, pointer, NO_NUMBERS, true);
                add(mutations, body, pointer, ODD_NUMBERS, false);
            } else if (value.isBoolean()) {
                add(mutations, body, pointer, NO_BOOLEANS, true);
            } else if (value.isArray()) {
                add(mutations, body, pointer, NO_LISTS, true);
                add(mutations, body, pointer, ODD_LISTS, false);
                add(mutations, body, pointer, List.of(repeated(value.get(0))), true);
            } else {
                add(mutations, body, pointer, NO_OBJECTS, true);
                add(mutations, body, pointer, List.of("{}"), false);
            }
        }
        addUnknownFields(mutations, body);
        return mutations;
    }

    private static void add(
            List<Mutation> mutations, JsonNode body, String pointer, List<String> values, boolean isWrong) {
        for (String value : values) {
            mutations.add(new Mutation(pointer, value, with(body, pointer, value), isWrong));
        }
    }

    private static String with(JsonNode body, String pointer, String value) {
        JsonNode copy = body.deepCopy();
        put(copy, pointer, JSON.getNodeFactory().textNode(MARK));
        return copy.toString().replace("\"" + MARK + "\"", value);
    }

    private static void addUnknownFields(List<Mutation> mutations, JsonNode body) {
        List<String> objects = new ArrayList<>(pointers(body, "").stream()
                .filter(pointer -> body.at(pointer).isObject())
                .toList());
        objects.add("");
        for (String pointer : objects) {
            JsonNode copy = body.deepCopy();
            ((ObjectNode) copy.at(pointer)).put("isAdmin", true);
            mutations.add(new Mutation(pointer + "/isAdmin", "(unknown)", copy.toString(), true));
        }
    }

    private static String repeated(JsonNode entry) {
        return "[" + (entry + ",").repeat(MANY - 1) + entry + "]";
    }

    private static String removed(JsonNode body, String pointer) {
        JsonNode copy = body.deepCopy();
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode parent = copy.at(place.head());
        if (parent instanceof ArrayNode list) {
            list.remove(place.last().getMatchingIndex());
        } else {
            ((ObjectNode) parent).remove(place.last().getMatchingProperty());
        }
        return copy.toString();
    }

    private static void put(JsonNode body, String pointer, JsonNode value) {
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode parent = body.at(place.head());
        if (parent instanceof ArrayNode list) {
            list.set(place.last().getMatchingIndex(), value);
        } else {
            ((ObjectNode) parent).set(place.last().getMatchingProperty(), value);
        }
    }

    private static List<String> pointers(JsonNode node, String prefix) {
        List<String> pointers = new ArrayList<>();
        for (var field : node.properties()) {
            pointers.add(prefix + "/" + field.getKey());
            pointers.addAll(pointers(field.getValue(), prefix + "/" + field.getKey()));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            pointers.add(prefix + "/" + i);
            pointers.addAll(pointers(node.get(i), prefix + "/" + i));
        }
        return pointers;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
