package dev.quayside.local.pubsub;

import static dev.quayside.local.pubsub.TestPubSub.JSON;
import static dev.quayside.local.pubsub.TestPubSub.PLAIN;
import static dev.quayside.local.pubsub.TestPubSub.RELIABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import com.azure.messaging.webpubsub.models.WebPubSubPermission;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The official Java SDK, unmodified: every operation an app may use. */
class ServerSdkIT {
    private static final WebPubSubContentType TEXT = WebPubSubContentType.TEXT_PLAIN;

    private static TestPubSub pubSub;
    private static WebPubSubServiceClient sdk;

    @BeforeAll
    static void start() {
        pubSub = TestPubSub.start();
        sdk = pubSub.sdk();
    }

    @AfterAll
    static void stop() {
        pubSub.close();
    }

    @Test
    void text_json_and_bytes_reach_each_kind_of_client_in_its_own_form() throws Exception {
        String user = newUser();
        TestClient plain = pubSub.connectAs(PLAIN, user);
        TestClient json = pubSub.connectAs(JSON, user);
        TestClient reliable = pubSub.connectAs(RELIABLE, user);
        json.connected();
        reliable.connected();

        sdk.sendToUser(user, "Grüße \"an\" alle 🚢", TEXT);
        sdk.sendToUser(user, "{\"price\": 1.10,\n \"order\":[1]}", WebPubSubContentType.APPLICATION_JSON);
        sdk.sendToUserWithResponse(
                user,
                BinaryData.fromBytes(new byte[] {1, 2, -1}),
                WebPubSubContentType.APPLICATION_OCTET_STREAM,
                3,
                new RequestOptions());

        assertThat(plain.text()).isEqualTo("Grüße \"an\" alle 🚢");
        assertThat(plain.text()).isEqualTo("{\"price\": 1.10,\n \"order\":[1]}");
        assertThat(plain.bytes().getBytes()).containsExactly(1, 2, -1);
        for (TestClient client : List.of(json, reliable)) {
            assertThat(fromServer(client, "text").asText()).isEqualTo("Grüße \"an\" alle 🚢");
            assertThat(fromServer(client, "json")).hasToString("{\"price\":1.1,\"order\":[1]}");
            assertThat(fromServer(client, "binary").binaryValue()).containsExactly(1, 2, -1);
        }
    }

    private static JsonNode fromServer(TestClient client, String dataType) throws InterruptedException {
        JsonNode message = client.json();
        assertThat(message.path("type").asText()).isEqualTo("message");
        assertThat(message.path("from").asText()).isEqualTo("server");
        assertThat(message.path("dataType").asText()).isEqualTo(dataType);
        return message.path("data");
    }

    @Test
    void a_message_to_one_user_reaches_all_its_connections_and_nobody_else() throws Exception {
        String alice = newUser();
        TestClient phone = pubSub.connectAs(JSON, alice);
        TestClient desk = pubSub.connectAs(RELIABLE, alice);
        TestClient bob = pubSub.connectAs(JSON, newUser());
        TestClient nobody = pubSub.connectAs(JSON, null);
        phone.connected();
        desk.connected();
        bob.connected();
        nobody.connected();

        sdk.sendToUser(alice, "for alice", TEXT);

        assertThat(phone.json().path("data").asText()).isEqualTo("for alice");
        assertThat(desk.json().path("data").asText()).isEqualTo("for alice");
        bob.assertNothingMore();
        nobody.assertNothingMore();
    }

    @Test
    void a_message_to_all_stays_in_its_hub_and_spares_whom_it_excludes() throws Exception {
        WebPubSubServiceClient other = pubSub.sdk("other");
        TestClient here = pubSub.connect(url(other, "here"), JSON);
        TestClient spared = pubSub.connect(url(other, "spared"), JSON);
        TestClient elsewhere = pubSub.connectAs(JSON, "here");
        here.connected();
        elsewhere.connected();
        String excluded = spared.connected().path("connectionId").asText();

        other.sendToAllWithResponse(
                BinaryData.fromString("to all"),
                TEXT,
                6,
                new RequestOptions().addQueryParam("excluded", excluded).addQueryParam("excluded", "unknown"));

        assertThat(here.json().path("data").asText()).isEqualTo("to all");
        spared.assertNothingMore();
        elsewhere.assertNothingMore();
    }

    private static String url(WebPubSubServiceClient sdk, String user) {
        return sdk.getClientAccessToken(new GetClientAccessTokenOptions().setUserId(user))
                .getUrl();
    }

    @Test
    void a_message_to_a_connection_reaches_it_alone() throws Exception {
        String user = newUser();
        TestClient one = pubSub.connectAs(JSON, user);
        TestClient two = pubSub.connectAs(JSON, user);
        String id = one.connected().path("connectionId").asText();
        two.connected();

        sdk.sendToConnection(id, "just you", TEXT);
        sdk.sendToConnection("no-such-connection", "nobody", TEXT);

        assertThat(one.json().path("data").asText()).isEqualTo("just you");
        two.assertNothingMore();
    }

    @Test
    void groups_gain_and_lose_connections_and_users() throws Exception {
        String user = newUser();
        String group = "group " + user + "/ü";
        TestClient client = pubSub.connectAs(JSON, user);
        String id = client.connected().path("connectionId").asText();
        assertThat(groupExists(group)).isFalse();

        sdk.addConnectionToGroupWithResponse(group, id, new RequestOptions());
        assertThat(groupExists(group)).isTrue();
        sdk.sendToGroup(group, "one", TEXT);
        JsonNode message = client.json();
        assertThat(message.path("from").asText()).isEqualTo("group");
        assertThat(message.path("group").asText()).isEqualTo(group);
        assertThat(message.path("data").asText()).isEqualTo("one");
        sdk.removeConnectionFromGroupWithResponse(group, id, new RequestOptions());
        assertThat(groupExists(group)).isFalse();

        sdk.addUserToGroupWithResponse(group, user, new RequestOptions());
        assertThat(groupExists(group)).isTrue();
        sdk.removeUserFromGroupWithResponse(group, user, new RequestOptions());
        assertThat(groupExists(group)).isFalse();

        sdk.addUserToGroupWithResponse(group, user, new RequestOptions());
        sdk.removeUserFromAllGroupsWithResponse(user, new RequestOptions());
        assertThat(groupExists(group)).isFalse();
        sdk.addUserToGroupWithResponse(group, user, new RequestOptions());
        sdk.removeConnectionFromAllGroupsWithResponse(id, new RequestOptions());
        assertThat(groupExists(group)).isFalse();
        sdk.sendToGroup(group, "nobody", TEXT);
        client.assertNothingMore();
        assertThatThrownBy(() -> sdk.addConnectionToGroupWithResponse(group, "gone", new RequestOptions()))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private static boolean groupExists(String group) {
        return sdk.groupExistsWithResponse(group, new RequestOptions()).getValue();
    }

    @Test
    void a_client_is_in_the_groups_of_its_token_from_the_start() throws Exception {
        TestClient client = pubSub.connect(
                pubSub.url(
                        new GetClientAccessTokenOptions().setUserId(newUser()).setGroups(List.of("deals", "outages"))),
                JSON);
        client.connected();

        sdk.sendToGroup("outages", "all is well", TEXT);

        assertThat(client.json().path("group").asText()).isEqualTo("outages");
    }

    @Test
    void users_and_connections_exist_while_they_are_connected() throws Exception {
        String user = newUser() + "@example.org/é+%";
        assertThat(userExists(user)).isFalse();
        TestClient client = pubSub.connectAs(JSON, user);
        String id = client.connected().path("connectionId").asText();
        assertThat(userExists(user)).isTrue();
        assertThat(connectionExists(id)).isTrue();

        client.close();

        Awaitility.await().until(() -> !userExists(user) && !connectionExists(id));
    }

    private static boolean userExists(String user) {
        return sdk.userExistsWithResponse(user, new RequestOptions()).getValue();
    }

    private static boolean connectionExists(String id) {
        return sdk.connectionExistsWithResponse(id, new RequestOptions()).getValue();
    }

    @Test
    void connections_are_closed_with_a_reason_one_by_one_and_by_user() throws Exception {
        String user = newUser();
        TestClient one = pubSub.connectAs(JSON, user);
        TestClient two = pubSub.connectAs(RELIABLE, user);
        TestClient three = pubSub.connectAs(PLAIN, user);
        String id = one.connected().path("connectionId").asText();
        two.connected();

        sdk.closeConnectionWithResponse(id, new RequestOptions().addQueryParam("reason", "maintenance"));
        assertThat(one.json().path("message").asText()).isEqualTo("maintenance");
        assertThat(one.closeCode()).isEqualTo(1008);
        assertThat(one.closeReason()).isEqualTo("maintenance");
        assertThat(connectionExists(id)).isFalse();

        sdk.closeUserConnectionsWithResponse(user, new RequestOptions().addQueryParam("reason", "ü".repeat(200)));
        assertThat(two.json().path("event").asText()).isEqualTo("disconnected");
        assertThat(two.closeCode()).isEqualTo(1008);
        assertThat(three.closeCode()).isEqualTo(1008);
        assertThat(three.closeReason()).isEqualTo("ü".repeat(61));
        assertThat(userExists(user)).isFalse();
    }

    @Test
    void the_connections_of_a_group_and_of_a_hub_are_closed_but_for_the_excluded() throws Exception {
        WebPubSubServiceClient hub = pubSub.sdk("closing");
        TestClient one = pubSub.connect(url(hub, "one"), JSON);
        TestClient two = pubSub.connect(url(hub, "two"), JSON);
        TestClient three = pubSub.connect(url(hub, "three"), JSON);
        String excluded = two.connected().path("connectionId").asText();
        hub.addUserToGroupWithResponse("some", "one", new RequestOptions());

        hub.closeGroupConnectionsWithResponse("some", new RequestOptions());
        assertThat(one.closeCode()).isEqualTo(1008);
        hub.closeAllConnectionsWithResponse(new RequestOptions().addQueryParam("excluded", excluded));
        assertThat(three.closeCode()).isEqualTo(1008);
        two.assertNothingMore();
    }

    @Test
    void permissions_are_granted_checked_and_revoked_for_one_group() throws Exception {
        TestClient client = pubSub.connectAs(JSON, newUser());
        String id = client.connected().path("connectionId").asText();
        RequestOptions deals = new RequestOptions().addQueryParam("targetName", "deals");
        WebPubSubPermission join = WebPubSubPermission.JOIN_LEAVE_GROUP;
        assertThat(sdk.checkPermissionWithResponse(join, id, deals).getValue()).isFalse();

        sdk.grantPermissionWithResponse(join, id, deals);
        assertThat(sdk.checkPermissionWithResponse(join, id, deals).getValue()).isTrue();
        client.send("{'type':'joinGroup','group':'deals','ackId':1}");
        assertThat(client.json().path("success").asBoolean()).isTrue();

        sdk.revokePermissionWithResponse(join, id, deals);
        assertThat(sdk.checkPermissionWithResponse(join, id, deals).getValue()).isFalse();
        client.send("{'type':'leaveGroup','group':'deals','ackId':2}");
        assertThat(client.json().path("error").path("name").asText()).isEqualTo("Forbidden");
    }

    private static String newUser() {
        return "user-" + UUID.randomUUID();
    }
}
