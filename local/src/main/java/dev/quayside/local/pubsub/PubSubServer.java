package dev.quayside.local.pubsub;

import dev.quayside.local.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Azure Web PubSub on this machine: the REST API that the server SDKs call and the WebSockets of the clients, on one
 * port. All of it happens on one event loop of its own, so that nothing has to be synchronized and a broadcast holds up
 * nobody else. Connections are kept in memory: they end with the process.
 */
public final class PubSubServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int CLOSING_SECONDS = 2;
    private static final int SLOW_SECONDS = 10;
    private static final int PATIENCE_SECONDS = 30;
    private static final int BACKLOG = 4_096;
    private static final int MAX_HEADER_BYTES = 32 * 1024;

    private final Vertx vertx;
    private final Tokens tokens;
    private final Hubs hubs = new Hubs();
    private final Clients clients;
    private boolean closed;

    private PubSubServer(int port, Limits limits) {
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // On a machine that does much else, a short pause is not worth a warning.
                .setMaxEventLoopExecuteTime(SLOW_SECONDS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS));
        this.tokens = new Tokens(port);
        this.clients = new Clients(vertx, tokens, hubs, limits);
    }

    /**
     * Listens on 127.0.0.1, with an access key that is new each time.
     *
     * @throws Refusal if it cannot
     */
    public static PubSubServer start(int port) {
        return start(port, Limits.SERVICE);
    }

    static PubSubServer start(int port, Limits limits) {
        PubSubServer server = new PubSubServer(port, limits);
        try {
            server.listen(port);
            return server;
        } catch (Exception e) {
            // The port, mostly: Vert.x throws its BindException without declaring it.
            server.close();
            throw new Refusal("Web PubSub cannot listen on port " + port + ": " + e.getMessage() + ".", e);
        }
    }

    private void listen(int port) {
        Routes routes = new Routes(clients, new RestApi(tokens, hubs));
        HttpServerOptions options = new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_HEADER_BYTES)
                .setAcceptBacklog(BACKLOG)
                .setHttp2ClearTextEnabled(false)
                .setWebSocketSubProtocols(Protocol.subprotocols())
                .setMaxWebSocketFrameSize(Limits.MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(Limits.MESSAGE_BYTES)
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                // A compressor for each socket would take more memory than everything else about it.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
        HttpServer server = vertx.createHttpServer(options);
        server.requestHandler(routes::handle).listen(port, HOST).await();
    }

    /** What the server SDKs are built with. */
    public String connectionString() {
        return tokens.connectionString();
    }

    /** How many clients' sockets are open now. */
    int openSockets() {
        return clients.openSockets();
    }

    /** Tells the clients that the service goes away, and waits until they have gone or were cut off. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Future<Void> gone = Future.future(promise -> vertx.runOnContext(
                ignored -> hubs.closeAll(Wire.GOING_AWAY, "The platform stops.").onComplete(promise)));
        try {
            gone.eventually(vertx::close).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stuck) {
            throw new IllegalStateException("Web PubSub did not stop in time", stuck);
        }
    }
}
