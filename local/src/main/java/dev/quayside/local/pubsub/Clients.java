package dev.quayside.local.pubsub;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets clients in, and those of the reliable protocol back in. */
final class Clients {
    private static final String CONNECTION_ID = "awps_connection_id";
    private static final String RECONNECTION_TOKEN = "awps_reconnection_token";

    private final Vertx vertx;
    private final Tokens tokens;
    private final Hubs hubs;
    private final Limits limits;
    private final AtomicInteger openSockets = new AtomicInteger();

    Clients(Vertx vertx, Tokens tokens, Hubs hubs, Limits limits) {
        this.vertx = vertx;
        this.tokens = tokens;
        this.hubs = hubs;
        this.limits = limits;
    }

    /**
     * @return never completes for a request that became a WebSocket
     * @throws RestException if it is none, or comes from nobody we know
     */
    Future<RestReply> handle(HttpServerRequest request, String hub) {
        if (!request.headers().contains("Upgrade", "websocket", true)) {
            throw RestException.badRequest("Clients connect here with a WebSocket.");
        }
        Optional<String> connectionId = parameter(request, CONNECTION_ID);
        Future<Wire> opened =
                connectionId.isPresent() ? recover(request, hub, connectionId.get()) : connect(request, hub);
        return opened.compose(wire -> Promise.<RestReply>promise().future());
    }

    private Future<Wire> connect(HttpServerRequest request, String hub) {
        ClientClaims claims;
        try {
            claims = tokens.verifyClient(Bearer.of(request, parameter(request, "access_token")), hub);
        } catch (UnauthorizedException e) {
            throw RestException.unauthorized(e);
        }
        Hub entered = hubs.named(hub);
        return upgrade(request)
                .onSuccess(wire -> open(wire, new Connection(vertx, entered, limits, wire.protocol(), claims)));
    }

    /**
     * The reconnection token stands for the access token, which may have expired. A client learns that there is
     * nothing to recover from the code its socket is closed with, not from the handshake.
     */
    private Future<Wire> recover(HttpServerRequest request, String hub, String connectionId) {
        String token = parameter(request, RECONNECTION_TOKEN).orElse("");
        return upgrade(request)
                .onSuccess(wire -> hubs.find(hub)
                        .flatMap(found -> found.connection(connectionId))
                        .filter(connection -> connection.protocol() == Protocol.RELIABLE
                                && wire.protocol() == Protocol.RELIABLE
                                && tokens.isReconnectionToken(token, connection))
                        .ifPresentOrElse(
                                connection -> open(wire, connection),
                                () -> wire.close(Wire.POLICY_VIOLATION, "There is no such connection to recover.")));
    }

    private void open(Wire wire, Connection connection) {
        String user = connection.user().orElse(null);
        connection.attach(
                wire,
                switch (connection.protocol()) {
                    case PLAIN -> Optional.empty();
                    case JSON -> Optional.of(SystemFrames.connected(connection.id(), user));
                    case RELIABLE ->
                        Optional.of(
                                SystemFrames.connected(connection.id(), user, tokens.reconnectionToken(connection)));
                });
    }

    private Future<Wire> upgrade(HttpServerRequest request) {
        return request.toWebSocket()
                .recover(fault -> Future.failedFuture(RestException.badRequest("The WebSocket handshake has a fault.")))
                .map(socket -> {
                    openSockets.incrementAndGet();
                    return new Wire(vertx, socket, limits.goodbye(), openSockets::decrementAndGet);
                });
    }

    /** How many there are now, those that are being closed included. */
    int openSockets() {
        return openSockets.get();
    }

    private static Optional<String> parameter(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getParam(name));
    }
}
