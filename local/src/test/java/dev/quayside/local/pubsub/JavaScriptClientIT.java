package dev.quayside.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import dev.quayside.local.NodePackage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official JavaScript client, installed from npm, unmodified, with URLs that the official Java SDK made. */
class JavaScriptClientIT {
    private static final WebPubSubContentType TEXT = WebPubSubContentType.TEXT_PLAIN;
    private static final WebPubSubContentType JSON = WebPubSubContentType.APPLICATION_JSON;

    private static NodePackage node;
    private static TestPubSub pubSub;
    private static WebPubSubServiceClient sdk;

    @BeforeAll
    static void start() throws Exception {
        node = NodePackage.install(
                Path.of("src", "test", "js", "webpubsub"),
                Path.of("target", "webpubsub-js"),
                "@azure/web-pubsub-client");
        pubSub = TestPubSub.start();
        sdk = pubSub.sdk();
    }

    @AfterAll
    static void stop() {
        if (pubSub != null) {
            pubSub.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "reliable"})
    void it_receives_what_is_for_its_user_its_groups_and_all(String protocol) throws Exception {
        try (JavaScriptClient client = new JavaScriptClient(
                node, pubSub.url("alice", "webpubsub.joinLeaveGroup", "webpubsub.sendToGroup.deals"), protocol)) {
            assertThat(client.line()).startsWith("connected alice ");

            sdk.sendToUser("alice", "{\"order\": 7, \"total\": 19.90}", JSON);
            assertThat(client.line()).isEqualTo("server json {\"order\":7,\"total\":19.9}");
            sdk.sendToUser("bob", "not for alice", TEXT);
            sdk.sendToAll("Grüße 🚢", TEXT);
            assertThat(client.line()).isEqualTo("server text \"Grüße 🚢\"");
            sdk.sendToAllWithResponse(
                    BinaryData.fromBytes(new byte[] {1, 2, -1}),
                    WebPubSubContentType.APPLICATION_OCTET_STREAM,
                    3,
                    new RequestOptions());
            assertThat(client.line()).isEqualTo("server binary 0102ff");

            client.tell("join deals");
            assertThat(client.line()).isEqualTo("done join deals");
            sdk.sendToGroup("deals", "ten percent", TEXT);
            assertThat(client.line()).isEqualTo("group deals from - text \"ten percent\"");
            client.tell("publish deals mine");
            assertThat(client.line()).isEqualTo("group deals from alice text \"mine\"");
            assertThat(client.line()).isEqualTo("done publish deals mine");
            client.tell("bytes deals 00ff");
            assertThat(client.line()).isEqualTo("group deals from alice binary 00ff");
            assertThat(client.line()).isEqualTo("done bytes deals 00ff");

            client.tell("publish secrets mine");
            assertThat(client.line()).isEqualTo("failed publish secrets mine Forbidden");
            client.tell("leave deals");
            assertThat(client.line()).isEqualTo("done leave deals");
            client.tell("stop");
            assertThat(client.line()).isEqualTo("done stop");
            assertThat(client.line()).startsWith("disconnected");
            assertThat(client.line()).isEqualTo("stopped");
        }
    }

    @Test
    void it_loses_nothing_when_the_cable_is_cut() throws Exception {
        try (TcpCutter cable = new TcpCutter(pubSub.vertx(), pubSub.port());
                JavaScriptClient client = new JavaScriptClient(
                        node, cable.through(pubSub.url("carol", "webpubsub.joinLeaveGroup")), "reliable")) {
            assertThat(client.line()).startsWith("connected carol ");
            client.tell("join crew");
            assertThat(client.line()).isEqualTo("done join crew");

            for (int cut = 0; cut < 3; cut++) {
                sdk.sendToUser("carol", "before " + cut, TEXT);
                cable.cut();
                sdk.sendToUser("carol", "after " + cut, TEXT);
                sdk.sendToGroup("crew", "crew " + cut, TEXT);

                assertThat(client.line()).isEqualTo("server text \"before " + cut + "\"");
                assertThat(client.line()).isEqualTo("server text \"after " + cut + "\"");
                assertThat(client.line()).isEqualTo("group crew from - text \"crew " + cut + "\"");
            }
        }
    }

    @Test
    void it_connects_anew_after_the_server_closed_its_connection() throws Exception {
        try (JavaScriptClient client =
                new JavaScriptClient(node, pubSub.url("dave", "webpubsub.joinLeaveGroup"), "reliable")) {
            String first = client.line();
            client.tell("join crew");
            assertThat(client.line()).isEqualTo("done join crew");

            sdk.closeUserConnectionsWithResponse("dave", new RequestOptions().addQueryParam("reason", "maintenance"));

            assertThat(client.line()).isEqualTo("disconnected maintenance");
            assertThat(client.line()).startsWith("connected dave ").isNotEqualTo(first);
            sdk.sendToGroup("crew", "welcome back", TEXT);
            assertThat(client.line()).isEqualTo("group crew from - text \"welcome back\"");
        }
    }

    @Test
    void it_is_kept_out_with_a_token_for_another_hub() throws Exception {
        String url = pubSub.url("eve").replace("/client/hubs/notifications", "/client/hubs/other");
        try (JavaScriptClient client = new JavaScriptClient(node, url, "reliable")) {
            assertThat(client.line()).startsWith("cannot start:").contains("401");
        }
    }
}
