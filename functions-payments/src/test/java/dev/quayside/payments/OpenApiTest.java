package dev.quayside.payments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.testing.OpenApiRules;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void the_document_describes_exactly_the_routes_there_are() {
        try (PaymentsWorld world = new PaymentsWorld()) {
            JsonNode document = PaymentsWorld.json((String) new PaymentsHealth(world.lazy())
                    .openApi(TestRequest.get("v1/payments/openapi.json"), new TestContext())
                    .getBody());
            OpenApiRules.check(document, PaymentsHttp.class, PaymentsHealth.class);
        }
    }
}
