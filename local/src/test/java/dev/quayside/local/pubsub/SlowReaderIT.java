package dev.quayside.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.rest.RequestOptions;
import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that stops reading: nobody else waits for it, and it does not fill the memory. */
class SlowReaderIT {
    private static final String CHUNK = "x".repeat(256 * 1024);

    /** More than the socket buffers of both sides take. */
    private static final int MANY = 400;

    private static final long BOUND = 1024 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {TestPubSub.PLAIN, TestPubSub.JSON, TestPubSub.RELIABLE})
    void is_told_why_if_it_reads_on_in_time(String subprotocol) throws Exception {
        try (TestPubSub pubSub = TestPubSub.start(limits(Duration.ofSeconds(30)))) {
            TestClient slow = pubSub.connectAs(subprotocol, "slow");
            slow.socket().pause();
            sendUntilGone(pubSub.sdk());

            slow.socket().resume();

            assertThat(slow.closeCode()).isEqualTo(1008);
            assertThat(slow.closeReason()).isEqualTo("The client does not keep up with its messages.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TestPubSub.PLAIN, TestPubSub.JSON})
    void is_cut_off_if_it_does_not(String subprotocol) throws Exception {
        try (TestPubSub pubSub = TestPubSub.start(limits(Duration.ofMillis(100)))) {
            TestClient slow = pubSub.connectAs(subprotocol, "slow");
            slow.socket().pause();
            sendUntilGone(pubSub.sdk());

            Awaitility.await().until(() -> pubSub.server().openSockets() == 0);

            slow.socket().resume();
            assertThat(slow.closeCode()).isEqualTo(1006);
        }
    }

    private static void sendUntilGone(WebPubSubServiceClient sdk) {
        for (int i = 0; i < MANY && exists(sdk); i++) {
            sdk.sendToUser("slow", CHUNK, WebPubSubContentType.TEXT_PLAIN);
        }
        assertThat(exists(sdk)).as("given up on").isFalse();
    }

    private static boolean exists(WebPubSubServiceClient sdk) {
        return sdk.userExistsWithResponse("slow", new RequestOptions()).getValue();
    }

    private static Limits limits(Duration goodbye) {
        return new Limits(Limits.SERVICE.recovery(), Limits.SERVICE.unacknowledged(), BOUND, BOUND, goodbye);
    }
}
