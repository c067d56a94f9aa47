package dev.quayside.customers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.quayside.shared.kernel.Json;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CustomersOpenApiTest {

    @Test
    void the_document_describes_exactly_the_routes_there_are() throws Exception {
        Set<String> documented = new TreeSet<>();
        document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> documented.add(method.getKey() + " " + path.getKey())));
        assertThat(documented).isEqualTo(routes());
    }

    @Test
    void every_reference_has_a_target() throws Exception {
        JsonNode document = document();
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    private static JsonNode document() throws Exception {
        byte[] bytes = CustomersApp.class.getResourceAsStream("/openapi.json").readAllBytes();
        return Json.read(new String(bytes, StandardCharsets.UTF_8), JsonNode.class);
    }

    private static Set<String> routes() {
        return Stream.of(CustomersHttp.class, CustomersHealth.class)
                .flatMap(functions -> Arrays.stream(functions.getDeclaredMethods()))
                .map(Method::getParameters)
                .flatMap(Arrays::stream)
                .filter(parameter -> parameter.isAnnotationPresent(HttpTrigger.class))
                .map(CustomersOpenApiTest::route)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String route(Parameter parameter) {
        HttpTrigger trigger = parameter.getAnnotation(HttpTrigger.class);
        return trigger.methods()[0].name().toLowerCase(Locale.ROOT) + " /api/"
                + trigger.route().replace("{id:guid}", "{id}");
    }
}
