package dev.quayside.housekeeping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.testing.OpenApiRules;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void the_document_describes_exactly_the_routes_there_are() {
        try (HousekeepingWorld world = new HousekeepingWorld()) {
            JsonNode document = HousekeepingWorld.json((String) new HousekeepingHealth(world.lazy())
                    .openApi(TestRequest.get("v1/housekeeping/openapi.json"), new TestContext())
                    .getBody());
            OpenApiRules.check(
                    document, HousekeepingHttp.class, ErasureHttp.class, JobsHttp.class, HousekeepingHealth.class);
        }
    }
}
