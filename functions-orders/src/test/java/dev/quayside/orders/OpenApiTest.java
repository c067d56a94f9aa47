package dev.quayside.orders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.testing.OpenApiRules;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void the_document_describes_exactly_the_routes_there_are() throws Exception {
        try (InputStream in = OrdersApp.class.getResourceAsStream("/openapi.json")) {
            JsonNode document = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), JsonNode.class);
            OpenApiRules.check(document, OrdersHttp.class, OrdersHealth.class);
        }
    }
}
