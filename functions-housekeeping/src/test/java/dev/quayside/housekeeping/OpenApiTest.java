package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    private final JsonNode document = document();

    private static JsonNode document() {
        try (HousekeepingWorld world = new HousekeepingWorld()) {
            return HousekeepingWorld.json((String) new HousekeepingHealth(world.lazy())
                    .openApi(TestRequest.get("v1/housekeeping/openapi.json"), new TestContext())
                    .getBody());
        }
    }

    @Test
    void the_document_describes_exactly_the_routes_there_are() {
        Set<String> documented = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> documented.add(method + " " + path.getKey())));

        assertThat(documented).isEqualTo(routes());
    }

    @Test
    void every_reference_has_a_target() {
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    private static Set<String> routes() {
        return Stream.of(HousekeepingHttp.class, HousekeepingHealth.class)
                .flatMap(functions -> Arrays.stream(functions.getDeclaredMethods()))
                .map(Method::getParameters)
                .flatMap(Arrays::stream)
                .filter(parameter -> parameter.isAnnotationPresent(HttpTrigger.class))
                .map(parameter -> parameter.getAnnotation(HttpTrigger.class))
                .map(trigger -> trigger.methods()[0].name().toLowerCase(Locale.ROOT) + " /api/"
                        + trigger.route().replace("{id:guid}", "{id}"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
