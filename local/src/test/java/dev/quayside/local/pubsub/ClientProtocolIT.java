package dev.quayside.local.pubsub;

import static dev.quayside.local.pubsub.TestPubSub.JSON;
import static dev.quayside.local.pubsub.TestPubSub.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import com.azure.messaging.webpubsub.models.WebPubSubPermission;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients say to the service, frame by frame. */
class ClientProtocolIT {
    private static final String ANY_GROUP_MEMBER = "webpubsub.joinLeaveGroup";
    private static final String ANY_GROUP_SENDER = "webpubsub.sendToGroup";

    private static TestPubSub pubSub;

    @BeforeAll
    static void start() {
        pubSub = TestPubSub.start();
    }

    @AfterAll
    static void stop() {
        pubSub.close();
    }

    @Test
    void the_first_message_names_user_and_connection_and_offers_no_way_back() throws Exception {
        JsonNode connected = pubSub.connectAs(JSON, "alice").connected();

        assertThat(connected.path("userId").asText()).isEqualTo("alice");
        assertThat(connected.path("connectionId").asText()).isNotEmpty();
        assertThat(connected.has("reconnectionToken")).isFalse();
        assertThat(pubSub.connectAs(JSON, null).connected().path("userId").isNull())
                .isTrue();
    }

    @Test
    void the_hub_may_stand_in_the_query() throws Exception {
        String url = pubSub.url("alice").replace("/client/hubs/notifications?", "/client/?hub=notifications&");

        assertThat(pubSub.connect(url, JSON).connected().path("userId").asText())
                .isEqualTo("alice");
    }

    @Test
    void members_of_a_group_get_what_is_published_in_it_until_they_leave() throws Exception {
        TestClient alice = pubSub.connectAs(JSON, "alice", ANY_GROUP_MEMBER, ANY_GROUP_SENDER);
        TestClient bob = pubSub.connectAs(JSON, "bob", ANY_GROUP_MEMBER);
        alice.connected();
        bob.connected();
        request(alice, "{'type':'joinGroup','group':'harbour','ackId':1}");
        request(bob, "{'type':'joinGroup','group':'harbour','ackId':1}");

        alice.send("{'type':'sendToGroup','group':'harbour','dataType':'text','data':'ahoy'}");
        JsonNode message = bob.json();
        assertThat(message)
                .hasToString("{\"type\":\"message\",\"from\":\"group\",\"group\":\"harbour\",\"fromUserId\":\"alice\","
                        + "\"dataType\":\"text\",\"data\":\"ahoy\"}");
        assertThat(alice.json()).as("the echo").isEqualTo(message);

        alice.send("{'type':'sendToGroup','group':'harbour','noEcho':true,'data':{'depth':12.50}}");
        assertThat(bob.text()).endsWith("\"dataType\":\"json\",\"data\":{\"depth\":12.50}}");
        alice.assertNothingMore();

        request(bob, "{'type':'leaveGroup','group':'harbour','ackId':2}");
        request(alice, "{'type':'sendToGroup','group':'harbour','noEcho':true,'data':1,'ackId':3}");
        bob.assertNothingMore();
    }

    @Test
    void a_client_without_a_subprotocol_gets_bare_data_and_its_own_frames_are_ignored() throws Exception {
        TestClient plain = pubSub.connectAs(PLAIN, "plain");
        TestClient json = pubSub.connectAs(JSON, "json", ANY_GROUP_SENDER);
        pubSub.sdk().addUserToGroupWithResponse("bare", "plain", null);

        plain.send("{'type':'joinGroup','group':'harbour'}");
        plain.send("no JSON");
        json.send("{'type':'sendToGroup','group':'bare','dataType':'text','data':'hello'}");
        json.send("{'type':'sendToGroup','group':'bare','dataType':'binary','data':'AQL/'}");

        assertThat(plain.text()).isEqualTo("hello");
        assertThat(plain.bytes().getBytes()).containsExactly(1, 2, -1);
    }

    @Test
    void what_the_roles_do_not_allow_is_forbidden() throws Exception {
        TestClient client = pubSub.connectAs(
                JSON, "alice", "webpubsub.joinLeaveGroup.mine", "webpubsub.sendToGroup.mine", "webpubsub.other");
        client.connected();

        request(client, "{'type':'joinGroup','group':'mine','ackId':1}");
        forbidden(client, "{'type':'joinGroup','group':'yours','ackId':2}");
        forbidden(client, "{'type':'leaveGroup','group':'mine.too','ackId':3}");
        forbidden(client, "{'type':'sendToGroup','group':'yours','data':1,'ackId':4}");
        client.send("{'type':'joinGroup','group':'yours'}");

        pubSub.sdk().sendToGroup("yours", "secret", WebPubSubContentType.TEXT_PLAIN);
        client.assertNothingMore();
    }

    @Test
    void a_request_is_carried_out_once_however_often_its_ack_id_comes() throws Exception {
        TestClient client = pubSub.connectAs(JSON, "alice", ANY_GROUP_MEMBER, ANY_GROUP_SENDER);
        client.connected();
        request(client, "{'type':'joinGroup','group':'once','ackId':1}");

        String publication = "{'type':'sendToGroup','group':'once','data':'x','ackId':2}";
        client.send(publication);
        assertThat(client.json().path("data").asText()).isEqualTo("x");
        assertThat(client.json().path("success").asBoolean()).isTrue();
        client.send(publication);
        JsonNode again = client.json();

        assertThat(again.path("success").asBoolean()).isFalse();
        assertThat(again.path("error").path("name").asText()).isEqualTo("Duplicate");
        client.assertNothingMore();
    }

    @Test
    void a_refused_request_may_come_again_under_its_ack_id() throws Exception {
        TestClient client = pubSub.connectAs(JSON, "alice");
        String id = client.connected().path("connectionId").asText();
        forbidden(client, "{'type':'joinGroup','group':'later','ackId':7}");

        pubSub.sdk().grantPermissionWithResponse(WebPubSubPermission.JOIN_LEAVE_GROUP, id, null);

        request(client, "{'type':'joinGroup','group':'later','ackId':7}");
    }

    @Test
    void an_event_finds_no_handler_here() throws Exception {
        TestClient client = pubSub.connectAs(JSON, "alice");
        client.connected();

        client.send("{'type':'event','event':'hello','data':1,'ackId':1}");

        assertThat(client.json().path("error").path("name").asText()).isEqualTo("NotFound");
        client.send("{'type':'event','event':'hello','data':1}");
        client.assertNothingMore();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "",
                "[]",
                "{'type':'joinGroup','group':'a'} {}",
                "{'type':'dance'}",
                "{'type':'joinGroup'}",
                "{'type':'joinGroup','group':''}",
                "{'type':'joinGroup','group':7}",
                "{'type':'joinGroup','group':'a','ackId':'one'}",
                "{'type':'joinGroup','group':'a','ackId':-1}",
                "{'type':'sendToGroup','group':'a'}",
                "{'type':'sendToGroup','group':'a','dataType':'text','data':7}",
                "{'type':'sendToGroup','group':'a','dataType':'binary','data':'*'}",
                "{'type':'sendToGroup','group':'a','dataType':'xml','data':'<a/>'}",
                "{'type':'sequenceAck'}"
            })
    void a_message_that_breaks_the_protocol_ends_the_connection_with_a_reason(String message) throws Exception {
        TestClient client = pubSub.connectAs(JSON, "mallory", ANY_GROUP_MEMBER, ANY_GROUP_SENDER);
        client.connected();

        client.send(message);

        JsonNode last = client.json();
        assertThat(last.path("event").asText()).isEqualTo("disconnected");
        assertThat(client.closeCode()).isEqualTo(1008);
        assertThat(client.closeReason())
                .isEqualTo(last.path("message").asText())
                .isNotBlank();
    }

    @Test
    void deep_and_large_messages_end_the_connection_that_sends_them() throws Exception {
        String deep = "[".repeat(100_000);
        String large = "{'type':'sendToGroup','group':'a','data':'" + "x".repeat(Limits.MESSAGE_BYTES) + "'}";
        for (String message : List.of(deep, large)) {
            TestClient client = pubSub.connectAs(JSON, "mallory", ANY_GROUP_SENDER);
            client.connected();

            client.send(message);

            assertThat(client.closeCode()).isIn(1008, 1009, 1002);
        }
    }

    private static void request(TestClient client, String message) throws InterruptedException {
        client.send(message);
        assertThat(client.json().path("success").asBoolean()).as(message).isTrue();
    }

    private static void forbidden(TestClient client, String message) throws InterruptedException {
        client.send(message);
        JsonNode ack = client.json();
        assertThat(ack.path("success").asBoolean()).isFalse();
        assertThat(ack.path("error").path("name").asText()).as(message).isEqualTo("Forbidden");
    }
}
