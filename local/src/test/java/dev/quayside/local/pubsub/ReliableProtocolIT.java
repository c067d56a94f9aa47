package dev.quayside.local.pubsub;

import static dev.quayside.local.pubsub.TestPubSub.JSON;
import static dev.quayside.local.pubsub.TestPubSub.RELIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.rest.RequestOptions;
import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code json.reliable.webpubsub.azure.v1} frame by frame, over connections that are cut. */
class ReliableProtocolIT {
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration SHORT_WINDOW = Duration.ofMillis(500);
    private static final int KEPT = 20;

    private final TestPubSub pubSub = TestPubSub.start(limits(WINDOW));
    private final WebPubSubServiceClient sdk = pubSub.sdk();
    private final String user = "user-" + UUID.randomUUID();
    private TcpCutter cable;

    @BeforeEach
    void connectCable() {
        cable = new TcpCutter(pubSub.vertx(), pubSub.port());
    }

    @AfterEach
    void stop() {
        cable.close();
        pubSub.close();
    }

    @Test
    void messages_are_numbered_and_what_was_not_acknowledged_comes_again_after_a_cut() throws Exception {
        TestClient client = connect();
        JsonNode connected = client.connected();
        send("1", "2", "3");
        assertThat(numbered(client, 3)).containsExactly("1:1", "2:2", "3:3");
        client.send("{'type':'sequenceAck','sequenceId':2}");
        client.assertNothingMore();

        cable.cut();
        assertThat(client.closeCode()).isEqualTo(1006);
        send("4", "5");
        TestClient back = recover(connected);

        assertThat(back.connected().path("connectionId")).isEqualTo(connected.path("connectionId"));
        assertThat(numbered(back, 3)).containsExactly("3:3", "4:4", "5:5");
        back.send("{'type':'sequenceAck','sequenceId':5}");
        send("6");
        assertThat(numbered(back, 1)).containsExactly("6:6");
    }

    @Test
    void groups_and_handled_requests_outlive_a_cut() throws Exception {
        TestClient client = pubSub.connect(
                cable.through(pubSub.url(user, "webpubsub.joinLeaveGroup", "webpubsub.sendToGroup")), RELIABLE);
        JsonNode connected = client.connected();
        client.send("{'type':'joinGroup','group':'pier','ackId':1}");
        assertThat(client.json().path("success").asBoolean()).isTrue();

        cable.cut();
        TestClient back = recover(connected);
        back.connected();
        back.send("{'type':'joinGroup','group':'pier','ackId':1}");
        assertThat(back.json().path("error").path("name").asText()).isEqualTo("Duplicate");
        sdk.sendToGroup("pier", "still here", WebPubSubContentType.TEXT_PLAIN);

        assertThat(back.json().path("data").asText()).isEqualTo("still here");
    }

    @Test
    void a_client_that_comes_back_before_its_old_socket_is_missed_takes_over() throws Exception {
        TestClient client = connect();
        JsonNode connected = client.connected();
        send("1");

        TestClient back = recover(connected);
        back.connected();

        assertThat(client.closeCode()).isEqualTo(1006);
        assertThat(numbered(back, 1)).containsExactly("1:1");
        send("2");
        assertThat(numbered(back, 1)).containsExactly("2:2");
    }

    @Test
    void a_client_that_stays_away_too_long_is_forgotten() throws Exception {
        try (TestPubSub hasty = TestPubSub.start(limits(SHORT_WINDOW));
                TcpCutter shortCable = new TcpCutter(hasty.vertx(), hasty.port())) {
            TestClient client = hasty.connect(shortCable.through(hasty.url(user)), RELIABLE);
            JsonNode connected = client.connected();
            Instant away = Instant.now();
            shortCable.cut();

            Awaitility.await().until(() -> !exists(hasty.sdk()));

            assertThat(Duration.between(away, Instant.now())).isGreaterThanOrEqualTo(SHORT_WINDOW);
            assertThat(recover(hasty, connected).closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void a_client_that_is_away_is_still_there() throws Exception {
        TestClient client = connect();
        client.connected();
        cable.cut();
        client.closeCode();

        send("unheard");

        assertThat(exists(sdk)).isTrue();
    }

    @Test
    void a_client_that_says_good_bye_is_forgotten_at_once() throws Exception {
        TestClient client = connect();
        JsonNode connected = client.connected();
        Instant goodbye = Instant.now();
        client.close();

        Awaitility.await().until(() -> !exists(sdk));

        assertThat(Duration.between(goodbye, Instant.now())).isLessThan(WINDOW);
        assertThat(recover(connected).closeCode()).isEqualTo(1008);
    }

    @Test
    void only_its_own_token_leads_back_into_a_connection() throws Exception {
        TestClient client = connect();
        JsonNode mine = client.connected();
        JsonNode other = pubSub.connectAs(RELIABLE, "mallory").connected();
        JsonNode unreliable = pubSub.connectAs(JSON, "mallory").connected();
        String id = mine.path("connectionId").asText();

        for (String forged : List.of(
                recovery(pubSub, id, other.path("reconnectionToken").asText()),
                recovery(pubSub, id, ""),
                recovery(pubSub, id, "x"),
                recovery(pubSub, "unknown", mine.path("reconnectionToken").asText()),
                recovery(
                        pubSub,
                        unreliable.path("connectionId").asText(),
                        other.path("reconnectionToken").asText()),
                recovery(pubSub, id, mine.path("reconnectionToken").asText()).replace("/notifications", "/other"))) {
            assertThat(pubSub.connect(forged, RELIABLE).closeCode()).as(forged).isEqualTo(1008);
        }
        client.assertNothingMore();
    }

    @Test
    void a_client_that_acknowledges_nothing_is_cut_off_when_its_buffer_is_full() throws Exception {
        TestClient client = connect();
        JsonNode connected = client.connected();
        for (int i = 0; i <= KEPT; i++) {
            send(Integer.toString(i));
        }

        assertThat(numbered(client, KEPT)).hasSize(KEPT);
        assertThat(client.closeCode()).isEqualTo(1008);
        assertThat(exists(sdk)).isFalse();
        assertThat(recover(connected).closeCode()).isEqualTo(1008);
    }

    @Test
    void the_buffer_of_an_absent_client_is_bounded_too() throws Exception {
        TestClient client = connect();
        client.connected();
        cable.cut();
        for (int i = 0; i <= KEPT; i++) {
            send(Integer.toString(i));
        }

        assertThat(exists(sdk)).isFalse();
    }

    @Test
    void the_platform_says_good_bye_when_it_stops() throws Exception {
        TestClient client = connect();
        client.connected();

        pubSub.server().close();

        assertThat(client.json().path("event").asText()).isEqualTo("disconnected");
        assertThat(client.closeCode()).isEqualTo(1001);
    }

    private TestClient connect() {
        return pubSub.connect(cable.through(pubSub.url(user)), RELIABLE);
    }

    private TestClient recover(JsonNode connected) {
        return recover(pubSub, connected);
    }

    private static TestClient recover(TestPubSub service, JsonNode connected) {
        return service.connect(
                recovery(
                        service,
                        connected.path("connectionId").asText(),
                        connected.path("reconnectionToken").asText()),
                RELIABLE);
    }

    private static String recovery(TestPubSub service, String connectionId, String token) {
        return service.address("/client/hubs/notifications").replace("http:", "ws:") + "?awps_connection_id="
                + connectionId + "&awps_reconnection_token=" + token;
    }

    private static Limits limits(Duration recovery) {
        return new Limits(
                recovery,
                KEPT,
                Limits.SERVICE.unacknowledgedBytes(),
                Limits.SERVICE.waitingBytes(),
                Limits.SERVICE.goodbye());
    }

    private void send(String... texts) {
        for (String text : texts) {
            sdk.sendToUser(user, text, WebPubSubContentType.TEXT_PLAIN);
        }
    }

    private boolean exists(WebPubSubServiceClient from) {
        return from.userExistsWithResponse(user, new RequestOptions()).getValue();
    }

    /** The next messages as {@code sequence:data}. */
    private static List<String> numbered(TestClient client, int count) throws InterruptedException {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonNode message = client.json();
            messages.add(message.path("sequenceId").asLong() + ":"
                    + message.path("data").asText());
        }
        return messages;
    }
}
