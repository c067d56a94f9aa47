package dev.quayside.local.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.quayside.local.PlatformProcess;
import dev.quayside.local.endtoend.Staging.Route;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What the OpenAPI documents of the running apps promise, and what in an answer breaks the promise. */
final class OpenApiContract {
    static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private static OpenApiContract shared;

    private final Map<String, JsonNode> documents = new LinkedHashMap<>();
    private final Map<Route, Operation> operations = new TreeMap<>();
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

    private OpenApiContract() {}

    /**
     * One documented operation.
     *
     * @param pathItem where it stands
     * @param document the closed form of its document
     */
    record Operation(Route route, JsonNode json, JsonNode pathItem, JsonNode document) {
        /** The schema of a JSON request body; missing if it takes none. */
        JsonNode requestSchema() {
            return resolve(document, json.path("requestBody"))
                    .path("content")
                    .path("application/json")
                    .path("schema");
        }

        /** The query parameters, resolved. */
        List<JsonNode> queryParameters() {
            List<JsonNode> parameters = new ArrayList<>();
            for (JsonNode parameter : json.path("parameters")) {
                JsonNode resolved = resolve(document, parameter);
                if (resolved.path("in").asText().equals("query")) {
                    parameters.add(resolved);
                }
            }
            return parameters;
        }

        private JsonNode response(int status) {
            JsonNode responses = json.path("responses");
            for (String key : List.of(Integer.toString(status), status / 100 + "XX", "default")) {
                if (responses.has(key)) {
                    return resolve(document, responses.get(key));
                }
            }
            return MissingNode.getInstance();
        }

        private boolean answers(String method, String path) {
            return route.method().equals(method) && path.matches(route.path().replaceAll("\\{\\w+}", "[^/]+"));
        }
    }

    /** The contract of the shared platform. */
    static synchronized OpenApiContract get() {
        if (shared == null) {
            OpenApiContract contract = new OpenApiContract();
            Staging.apps().forEach(app -> contract.add(app.name(), load(app.name())));
            shared = contract;
        }
        return shared;
    }

    private static JsonNode load(String app) {
        PlatformProcess platform = SharedPlatform.get();
        String path = "/api/v1/" + app + "/openapi.json";
        Answer answer = Answer.of(
                platform.send(HttpRequest.newBuilder(platform.external(path)).build()));
        if (answer.status() != 200 || !answer.json().isObject()) {
            throw new IllegalStateException("GET " + path + " answers " + answer);
        }
        return answer.json();
    }

    private void add(String app, JsonNode document) {
        documents.put(app, document);
        JsonNode closed = StrictSchemas.of(document);
        String prefix = document.path("servers").path(0).path("url").asText("").replaceFirst("^https?://[^/]*", "");
        closed.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (operation.getValue().has("responses")) {
                        Route route = new Route(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                prefix.replaceFirst("/$", "") + path.getKey());
                        operations.put(route, new Operation(route, operation.getValue(), path.getValue(), closed));
                    }
                }));
    }

    /** The documents as served, by app. */
    Map<String, JsonNode> documents() {
        return documents;
    }

    Map<Route, Operation> operations() {
        return operations;
    }

    /** The operation that answers a request; literal paths win over templates. */
    Optional<Operation> operation(String method, String pathAndQuery) {
        String path = pathAndQuery.split("\\?", 2)[0];
        Operation exact = operations.get(new Route(method, path));
        return exact != null
                ? Optional.of(exact)
                : operations.values().stream()
                        .filter(operation -> operation.answers(method, path))
                        .findFirst();
    }

    /** What in {@code answer} is not as documented; empty if all is. */
    List<String> faults(Operation operation, Answer answer) {
        List<String> faults = new ArrayList<>();
        JsonNode response = operation.response(answer.status());
        if (response.isMissingNode()) {
            return List.of("status " + answer.status() + " is not documented");
        }
        response.path("headers").properties().forEach(header -> {
            if (resolve(operation.document(), header.getValue())
                            .path("required")
                            .asBoolean()
                    && answer.header(header.getKey().toLowerCase(Locale.ROOT)).isEmpty()) {
                faults.add("header " + header.getKey() + " is missing");
            }
        });
        JsonNode content = response.path("content");
        if (content.isEmpty()) {
            if (!answer.text().isEmpty()) {
                faults.add("a body is not documented");
            }
        } else if (!content.has(answer.mediaType())) {
            faults.add("media type \"" + answer.mediaType() + "\" is not documented");
        } else {
            JsonNode schema = content.path(answer.mediaType()).path("schema");
            faults.addAll(
                    answer.json().isMissingNode()
                            ? List.of("the body is no JSON")
                            : violations(operation, schema, answer.text()));
        }
        return faults;
    }

    /** How a JSON text violates a schema that stands in the operation's document. */
    List<String> violations(Operation operation, JsonNode schema, String json) {
        ObjectNode root = schema.deepCopy();
        root.set("$defs", operation.document().path("components").path("schemas"));
        Schema validator = compiled.computeIfAbsent(
                root, key -> SCHEMAS.getSchema(key.toString().replace("\"#/components/schemas/", "\"#/$defs/")));
        return validator.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** Follows a reference inside {@code document}. */
    static JsonNode resolve(JsonNode document, JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.startsWith("#") ? document.at(reference.substring(1)) : node;
    }
}
