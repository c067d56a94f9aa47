package dev.quayside.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One WebSocket: what it got, and how it ended. */
final class TestClient {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    void listenTo(ClientWebSocket connecting) {
        connecting.textMessageHandler(received::add);
        connecting.binaryMessageHandler(received::add);
        connecting.closeHandler(end -> closed.complete((int) connecting.closeStatusCode()));
    }

    TestClient opened(WebSocket open) {
        socket = open;
        return this;
    }

    WebSocket socket() {
        return socket;
    }

    void send(String json) {
        socket.writeTextMessage(json.replace('\'', '"')).await();
    }

    /** The next text as it came. */
    String text() throws InterruptedException {
        return (String) next();
    }

    /** The next text, which is JSON. */
    JsonNode json() throws InterruptedException {
        try {
            return MAPPER.readTree(text());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The connected message, which comes first. */
    JsonNode connected() throws InterruptedException {
        JsonNode message = json();
        assertThat(message.path("type").asText()).isEqualTo("system");
        assertThat(message.path("event").asText()).isEqualTo("connected");
        return message;
    }

    Buffer bytes() throws InterruptedException {
        return (Buffer) next();
    }

    private Object next() throws InterruptedException {
        Object next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("the next message").isNotNull();
        return next;
    }

    /** Whether nothing is left; what was on its way is here once the answer to a ping is. */
    void assertNothingMore() throws InterruptedException {
        send("{'type':'ping'}");
        assertThat(text()).isEqualTo("{\"type\":\"pong\"}");
    }

    int closeCode() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    String closeReason() {
        return socket.closeReason();
    }

    void close() {
        socket.close().await();
    }
}
