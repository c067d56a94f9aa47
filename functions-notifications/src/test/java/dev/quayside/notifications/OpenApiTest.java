package dev.quayside.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.testing.OpenApiRules;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    @Test
    void the_document_describes_exactly_the_routes_there_are() {
        try (NotificationsWorld world = new NotificationsWorld()) {
            JsonNode document = NotificationsWorld.json((String) new NotificationsHealth(world.lazy())
                    .openApi(TestRequest.get("v1/notifications/openapi.json"), new TestContext())
                    .getBody());
            OpenApiRules.check(document, NotificationsHttp.class, NotificationsHealth.class);
        }
    }
}
