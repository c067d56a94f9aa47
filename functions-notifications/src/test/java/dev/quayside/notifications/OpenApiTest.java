package dev.quayside.notifications;

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
        try (NotificationsWorld world = new NotificationsWorld()) {
            return NotificationsWorld.json((String) new NotificationsHealth(world.lazy())
                    .openApi(TestRequest.get("v1/notifications/openapi.json"), new TestContext())
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
        return Stream.of(NotificationsHttp.class, NotificationsHealth.class)
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
