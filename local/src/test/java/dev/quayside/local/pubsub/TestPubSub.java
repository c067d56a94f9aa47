package dev.quayside.local.pubsub;

import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.WebPubSubServiceClientBuilder;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import dev.quayside.local.FreePorts;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Arrays;

/** A Web PubSub, the official server SDK, and plain WebSockets to it. */
final class TestPubSub implements AutoCloseable {
    static final String HUB = "notifications";
    static final String PLAIN = "";
    static final String JSON = "json.webpubsub.azure.v1";
    static final String RELIABLE = "json.reliable.webpubsub.azure.v1";

    private static final int MANY = 100_000;

    private final int port = FreePorts.one();
    private final Vertx vertx = Vertx.vertx();
    private final PubSubServer server;
    private final WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(MANY)
            .setMaxFrameSize(Limits.MESSAGE_BYTES)
            .setMaxMessageSize(2 * Limits.MESSAGE_BYTES));

    private final WebPubSubServiceClient sdk;

    private TestPubSub(Limits limits) {
        server = PubSubServer.start(port, limits);
        sdk = sdk(HUB);
    }

    static TestPubSub start() {
        return start(Limits.SERVICE);
    }

    static TestPubSub start(Limits limits) {
        return new TestPubSub(limits);
    }

    /** The official SDK, as an app uses it. */
    WebPubSubServiceClient sdk() {
        return sdk;
    }

    WebPubSubServiceClient sdk(String hub) {
        return new WebPubSubServiceClientBuilder()
                .connectionString(server.connectionString())
                .hub(hub)
                .buildClient();
    }

    /** Where a client of this user may connect; null for none. */
    String url(String user, String... roles) {
        return url(new GetClientAccessTokenOptions().setUserId(user).setRoles(Arrays.asList(roles)));
    }

    String url(GetClientAccessTokenOptions options) {
        return sdk().getClientAccessToken(options).getUrl();
    }

    TestClient connectAs(String subprotocol, String user, String... roles) {
        return connect(url(user, roles), subprotocol);
    }

    /** @throws RuntimeException what the handshake failed with */
    TestClient connect(String url, String subprotocol) {
        WebSocketConnectOptions options = new WebSocketConnectOptions().setAbsoluteURI(url);
        if (!subprotocol.isEmpty()) {
            options.addSubProtocol(subprotocol);
        }
        TestClient client = new TestClient();
        var socket = sockets.webSocket();
        client.listenTo(socket);
        return client.opened(socket.connect(options).await());
    }

    String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    int port() {
        return port;
    }

    /** The key in the connection string. */
    String accessKey() {
        return server.connectionString().replaceAll(".*AccessKey=([^;]*);.*", "$1");
    }

    Vertx vertx() {
        return vertx;
    }

    PubSubServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
        vertx.close().await();
    }
}
