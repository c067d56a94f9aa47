package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.body;
import static dev.quayside.notifications.NotificationsWorld.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.notifications.LiveStub.Pushed;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.NotificationEvents.NotificationRequested;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where customers listen, and what is pushed to them. */
class StreamTest {

    private static NotificationsWorld world;
    private final UUID customer = Ids.newId();

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void mend() {
        world.live.broken = false;
    }

    private static HttpResponseMessage open(NotificationsHttp http, String token) {
        return http.stream(TestRequest.get("v1/notifications/stream").as(token), new TestContext());
    }

    @Test
    void the_address_is_for_exactly_this_customer() throws Exception {
        HttpResponseMessage answer = open(world.http(), world.tokens.client(customer));

        assertThat(answer.getStatusCode()).isEqualTo(200);
        URI url = URI.create(body(answer).get("url").asText());
        assertThat(url.getScheme()).isEqualTo("ws");
        assertThat(url.getPort()).isEqualTo(world.live.port());
        assertThat(url.getPath()).isEqualTo("/client/hubs/notifications");
        String[] token = url.getQuery().replace("access_token=", "").split("\\.", -1);
        assertThat(token[2]).isEqualTo(signature(token[0] + "." + token[1]));
        JsonNode claims = json(new String(Base64.getUrlDecoder().decode(token[1]), StandardCharsets.UTF_8));
        assertThat(claims.get("sub").asText()).isEqualTo(customer.toString());
        assertThat(claims.has("role")).isFalse();
        Instant expiresAt = Instant.parse(body(answer).get("expiresAt").asText());
        assertThat(Duration.between(Instant.ofEpochSecond(claims.get("exp").asLong()), expiresAt))
                .isBetween(Duration.ofSeconds(-5), Duration.ofSeconds(5));
    }

    @Test
    void nobody_listens_for_somebody_else() {
        for (String token : new String[] {world.tokens.employee("admin"), world.tokens.service()}) {
            assertThat(open(world.http(), token).getStatusCode()).isEqualTo(403);
        }
        HttpResponseMessage answer = world.http().stream(
                TestRequest.get("v1/notifications/stream")
                        .as(world.tokens.client(customer))
                        .query("customerId", Ids.newId().toString())
                        .query("userId", Ids.newId().toString()),
                new TestContext());
        assertThat(subject(answer)).isEqualTo(customer.toString());
    }

    private static String subject(HttpResponseMessage answer) {
        String token = body(answer).get("url").asText().replaceFirst(".*access_token=", "");
        return json(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8))
                .get("sub")
                .asText();
    }

    private static String signature(String signed) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(LiveStub.ACCESS_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void what_is_committed_is_pushed_to_its_customer() {
        world.deliver(new OrderDelivered(Ids.newId(), customer));

        Awaitility.await().until(() -> world.live.to(customer).size() == 1);
        Pushed pushed = world.live.to(customer).get(0);
        assertThat(pushed.path()).isEqualTo("/api/hubs/notifications/users/" + customer + "/:send");
        assertThat(pushed.contentType()).startsWith("application/json");
        assertThat(pushed.authorization()).startsWith("Bearer ");
        JsonNode news = json(pushed.body());
        assertThat(news.get("type").asText()).isEqualTo("notification");
        assertThat(news.get("notification")).isEqualTo(world.history(customer).at("/items/0"));
    }

    @Test
    void what_could_not_be_written_is_not_pushed() {
        world.deliver(new NotificationRequested(customer, "order-eaten", Map.of()));
        world.deliver(new OrderDelivered(Ids.newId(), customer));

        Awaitility.await().until(() -> !world.live.to(customer).isEmpty());
        assertThat(world.live.to(customer)).hasSize(1);
    }

    @Test
    void a_push_that_fails_is_left_to_the_history() {
        world.live.broken = true;
        world.deliver(new OrderDelivered(Ids.newId(), customer));

        Awaitility.await().until(() -> !world.live.to(customer).isEmpty());
        assertThat(world.history(customer).get("items")).hasSize(1);
        assertThat(world.told(customer)).containsExactly("delivered IN_APP");
    }

    @Test
    void where_nothing_is_pushed_there_is_no_stream() {
        try (NotificationsApp quiet = new NotificationsApp(
                world.database.settings(),
                new ServiceBusSettings(null, null, Secret.of("Endpoint=sb://127.0.0.1:1")),
                world.tokens.settings(),
                new NotificationsSettings(
                        world.mail.settings(),
                        world.sms.settings(),
                        Duration.ofSeconds(5),
                        Optional.empty(),
                        TestBlobs.settings()),
                Clock.systemUTC())) {
            HttpResponseMessage answer =
                    open(new NotificationsHttp(new Lazy<>(() -> quiet)), world.tokens.client(customer));

            assertThat(answer.getStatusCode()).isEqualTo(503);
            assertThat(body(answer).get("type").asText()).endsWith("/stream-unavailable");
        }
    }
}
