package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import dev.quayside.local.endtoend.OpenApiContract.Operation;
import dev.quayside.local.endtoend.Staging.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The OpenAPI documents are valid, and describe the HTTP functions that are packaged: no more, no fewer. */
class OpenApiContractIT {
    private static final Pattern TEMPLATE = Pattern.compile("\\{(\\w+)}");
    private static final Set<String> SECTIONS =
            Set.of("openapi", "info", "jsonSchemaDialect", "servers", "paths", "components", "security", "tags");

    private final OpenApiContract contract = OpenApiContract.get();

    @Test
    void the_documents_have_exactly_the_operations_that_are_packaged() {
        assertThat(contract.operations().keySet()).containsExactlyElementsOf(Staging.routes());
    }

    @Test
    void every_app_describes_its_own_operations() {
        List<String> faults = new ArrayList<>();
        for (Staging.App app : Staging.apps()) {
            JsonNode closed = StrictSchemas.of(contract.documents().get(app.name()));
            for (Route route : Staging.routes(app)) {
                Operation operation = contract.operations().get(route);
                if (operation == null || !operation.document().equals(closed)) {
                    faults.add(app + " does not describe " + route);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void the_documents_are_openapi_3_1() {
        List<String> faults = new ArrayList<>();
        contract.documents().forEach((app, document) -> {
            check(faults, document.path("openapi").asText().matches("3\\.1\\.\\d+"), app + " is no OpenAPI 3.1");
            check(faults, has(document.path("info"), "title", "version"), app + " needs info with title and version");
            document.fieldNames()
                    .forEachRemaining(name -> check(
                            faults, SECTIONS.contains(name) || name.startsWith("x-"), app + " has an unknown " + name));
            walk(document, "", (pointer, node) -> {
                String reference = node.path("$ref").asText();
                boolean found = reference.isEmpty()
                        || (reference.startsWith("#/")
                                && !document.at(reference.substring(1)).isMissingNode());
                check(faults, found, app + pointer + " refers to " + reference + ", which is not there");
            });
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void every_operation_is_described_completely() {
        List<String> faults = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        contract.operations().forEach((route, operation) -> {
            JsonNode json = operation.json();
            check(faults, ids.add(json.path("operationId").asText()), route + ": its operationId is not its own");
            check(faults, has(json, "operationId", "summary"), route + " needs an operationId and a summary");
            checkParameters(faults, operation);
            checkContents(faults, operation);
        });
        assertThat(faults).isEmpty();
    }

    private static void checkParameters(List<String> faults, Operation operation) {
        Set<String> inPath = new TreeSet<>();
        for (JsonNode owner : List.of(operation.json(), operation.pathItem())) {
            for (JsonNode declared : owner.path("parameters")) {
                JsonNode parameter = OpenApiContract.resolve(operation.document(), declared);
                check(
                        faults,
                        has(parameter, "name", "in", "schema"),
                        operation.route() + ": a parameter needs name, in and schema");
                if (parameter.path("in").asText().equals("path")) {
                    inPath.add(parameter.path("name").asText());
                    check(faults, parameter.path("required").asBoolean(), operation.route() + ": path is required");
                }
            }
        }
        Set<String> inTemplate = new TreeSet<>();
        Matcher names = TEMPLATE.matcher(operation.route().path());
        while (names.find()) {
            inTemplate.add(names.group(1));
        }
        check(faults, inPath.equals(inTemplate), operation.route() + " declares the path parameters " + inPath);
    }

    private static void checkContents(List<String> faults, Operation operation) {
        JsonNode responses = operation.json().path("responses");
        check(faults, !responses.isEmpty(), operation.route() + " has no responses");
        for (var entry : responses.properties()) {
            String place = operation.route() + " " + entry.getKey();
            JsonNode response = OpenApiContract.resolve(operation.document(), entry.getValue());
            check(faults, entry.getKey().matches("[1-5](\\d\\d|XX)|default"), place + " is no status");
            check(faults, has(response, "description"), place + " has no description");
            response.path("content")
                    .forEach(content -> check(faults, content.has("schema"), place + " has content without schema"));
        }
        JsonNode body =
                OpenApiContract.resolve(operation.document(), operation.json().path("requestBody"));
        if (!body.isMissingNode()) {
            check(
                    faults,
                    !operation.requestSchema().isMissingNode()
                            && body.path("required").asBoolean(),
                    operation.route() + ": the body is JSON, has a schema and is required");
        }
    }

    @Test
    void every_schema_is_valid_in_the_dialect_of_openapi_3_1() {
        Schema dialect =
                OpenApiContract.SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        List<String> faults = new ArrayList<>();
        contract.documents()
                .forEach((app, document) -> schemas(document).forEach(schema -> {
                    dialect.validate(schema.toString(), InputFormat.JSON)
                            .forEach(error -> faults.add(app + " " + error + " in " + schema));
                    check(faults, !schema.has("nullable"), app + ": nullable is of OpenAPI 3.0, in " + schema);
                }));
        assertThat(faults).isEmpty();
    }

    private static List<JsonNode> schemas(JsonNode document) {
        List<JsonNode> schemas = new ArrayList<>();
        document.path("components").path("schemas").forEach(schemas::add);
        walk(document, "", (pointer, node) -> {
            if (node.has("schema") && !pointer.contains("/schemas/") && !pointer.contains("/example")) {
                schemas.add(node.path("schema"));
            }
        });
        assertThat(schemas).isNotEmpty();
        return schemas;
    }

    @Test
    void examples_fit_their_schemas() {
        List<String> faults = new ArrayList<>();
        contract.operations().forEach((route, operation) -> {
            JsonNode content = OpenApiContract.resolve(
                            operation.document(), operation.json().path("requestBody"))
                    .path("content")
                    .path("application/json");
            if (content.has("example")) {
                contract.violations(
                                operation,
                                content.path("schema"),
                                content.path("example").toString())
                        .forEach(violation -> faults.add(route + " " + violation));
            }
        });
        assertThat(faults).isEmpty();
    }

    private static boolean has(JsonNode node, String... fields) {
        return List.of(fields).stream().allMatch(node::hasNonNull);
    }

    private static void check(List<String> faults, boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    private static void walk(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(pointer, node);
        node.properties().forEach(child -> walk(child.getValue(), pointer + "/" + child.getKey(), visitor));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(node.get(i), pointer + "/" + i, visitor);
        }
    }
}
