package dev.quayside.shared.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an app's OpenAPI document has to agree with. */
public final class OpenApiRules {

    private OpenApiRules() {}

    /**
     * Fails unless the document has every route and no other, and each of its references has a target.
     *
     * @param functions the classes with the app's HTTP triggers
     */
    public static void check(JsonNode document, Class<?>... functions) {
        assertThat(documented(document)).isEqualTo(routes(functions)).isNotEmpty();
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as("%s points nowhere", reference.asText())
                    .isFalse();
        }
    }

    private static Set<String> documented(JsonNode document) {
        String base = URI.create(document.at("/servers/0/url").asText()).getPath();
        Set<String> documented = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(item -> !item.getKey().equals("parameters"))
                        .forEach(method -> documented.add(method.getKey() + " " + base + path.getKey())));
        return documented;
    }

    private static Set<String> routes(Class<?>... functions) {
        return Stream.of(functions)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .map(Method::getParameters)
                .flatMap(Arrays::stream)
                .filter(parameter -> parameter.isAnnotationPresent(HttpTrigger.class))
                .map(parameter -> route(parameter.getAnnotation(HttpTrigger.class)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String route(HttpTrigger trigger) {
        String path = trigger.route().replaceAll("\\{(\\w+):\\w+}", "{$1}");
        return trigger.methods()[0].name().toLowerCase(Locale.ROOT) + " /api/" + path;
    }
}
