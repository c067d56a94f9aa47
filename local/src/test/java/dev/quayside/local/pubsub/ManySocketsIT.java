package dev.quayside.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ManySocketsIT {
    private static final int SOCKETS = 2_000;
    private static final int USERS = 20;

    @Test
    void two_thousand_sockets_are_served_and_closed() throws Exception {
        try (TestPubSub pubSub = TestPubSub.start()) {
            WebPubSubServiceClient sdk = pubSub.sdk();
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                clients.add(pubSub.connectAs(TestPubSub.RELIABLE, "user-" + i % USERS));
            }
            for (TestClient client : clients) {
                client.connected();
            }

            sdk.sendToAll("to all", WebPubSubContentType.TEXT_PLAIN);
            sdk.sendToUser("user-7", "to some", WebPubSubContentType.TEXT_PLAIN);

            for (int i = 0; i < SOCKETS; i++) {
                assertThat(clients.get(i).json().path("data").asText()).isEqualTo("to all");
                if (i % USERS == 7) {
                    assertThat(clients.get(i).json().path("data").asText()).isEqualTo("to some");
                }
            }
            assertThat(pubSub.server().openSockets()).isEqualTo(SOCKETS);
            pubSub.server().close();
            for (TestClient client : clients) {
                assertThat(client.closeCode()).isEqualTo(1001);
            }
            Awaitility.await().until(() -> pubSub.server().openSockets() == 0);
        }
    }
}
