package dev.quayside.local.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Closes the schemas of an OpenAPI document: an object has the properties that are written down and no others. The
 * documents leave them open, so that clients expect more; tests hold answers against the closed form, so that a field
 * that nobody documented is found.
 */
final class StrictSchemas {
    private static final Set<String> COMPOSERS = Set.of("allOf", "anyOf", "oneOf");

    private final Set<String> parts = new HashSet<>();

    private StrictSchemas() {}

    /** A closed copy of {@code document}. */
    static JsonNode of(JsonNode document) {
        JsonNode closed = document.deepCopy();
        StrictSchemas work = new StrictSchemas();
        work.collectParts(closed, false);
        for (var schema : closed.path("components").path("schemas").properties()) {
            if (!work.parts.contains("#/components/schemas/" + schema.getKey())) {
                close(schema.getValue());
            }
        }
        closed.path("paths").forEach(StrictSchemas::close);
        closed.path("components").path("responses").forEach(StrictSchemas::close);
        return closed;
    }

    /** A schema that is part of a composition cannot be closed by itself. */
    private void collectParts(JsonNode node, boolean composed) {
        if (composed && node.has("$ref")) {
            parts.add(node.get("$ref").asText());
        }
        node.properties().forEach(child -> collectParts(child.getValue(), COMPOSERS.contains(child.getKey())));
        if (node.isArray()) {
            node.forEach(entry -> collectParts(entry, composed));
        }
    }

    private static void close(JsonNode node) {
        boolean composes = COMPOSERS.stream().anyMatch(node::has);
        if (node instanceof ObjectNode schema
                && (composes || schema.path("properties").isObject())
                && !schema.has("additionalProperties")
                && !schema.has("unevaluatedProperties")) {
            schema.put("unevaluatedProperties", false);
        }
        for (var child : node.properties()) {
            if (!COMPOSERS.contains(child.getKey()) && !child.getKey().startsWith("example")) {
                close(child.getValue());
            }
        }
        if (node.isArray()) {
            node.forEach(StrictSchemas::close);
        }
    }
}
