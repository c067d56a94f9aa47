package dev.quayside.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document describes the routes that there are. */
class OpenApiTest {

    @Test
    void the_document_has_every_route_and_no_other() throws IOException {
        Set<String> documented = new TreeSet<>();
        try (InputStream in = CatalogApp.class.getResourceAsStream("/openapi.json")) {
            JsonNode paths = new ObjectMapper().readTree(in).get("paths");
            paths.properties()
                    .forEach(path -> path.getValue().fieldNames().forEachRemaining(field -> {
                        if (!field.equals("parameters")) {
                            documented.add(field + " " + path.getKey());
                        }
                    }));
        }
        assertThat(documented).isEqualTo(routes(ProductsHttp.class, StockFunctions.class, CatalogHealth.class));
    }

    private static Set<String> routes(Class<?>... functions) {
        Set<String> routes = new TreeSet<>();
        for (Class<?> type : functions) {
            for (Method method : type.getDeclaredMethods()) {
                for (Parameter parameter : method.getParameters()) {
                    HttpTrigger trigger = parameter.getAnnotation(HttpTrigger.class);
                    if (trigger != null) {
                        String path = "/" + trigger.route().replaceAll("\\{(\\w+):\\w+}", "{$1}");
                        routes.add(trigger.methods()[0].name().toLowerCase(Locale.ROOT) + " " + path);
                    }
                }
            }
        }
        return routes;
    }
}
