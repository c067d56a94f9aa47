package dev.quayside.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.testing.OpenApiRules;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void the_document_describes_exactly_the_routes_there_are() {
        try (AuditWorld world = new AuditWorld()) {
            JsonNode document = AuditWorld.json((String) new AuditHealth(world.lazy())
                    .openApi(TestRequest.get("v1/audit/openapi.json"), new TestContext())
                    .getBody());
            OpenApiRules.check(document, AuditHttp.class, AuditHealth.class);
        }
    }
}
