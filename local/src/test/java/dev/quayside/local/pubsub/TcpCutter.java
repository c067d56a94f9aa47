package dev.quayside.local.pubsub;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and the server and can cut the cable: both sides lose the connection without a word. */
final class TcpCutter implements AutoCloseable {
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final int target;
    private final NetServer server;

    TcpCutter(Vertx vertx, int target) {
        this.vertx = vertx;
        this.target = target;
        this.server = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(this::join)
                .listen()
                .await();
    }

    private void join(NetSocket client) {
        client.pause();
        vertx.createNetClient()
                .connect(target, "127.0.0.1")
                .onSuccess(far -> {
                    open.add(client);
                    open.add(far);
                    client.pipeTo(far);
                    far.pipeTo(client);
                    client.resume();
                })
                .onFailure(refused -> client.close());
    }

    /** The same URL through this. */
    String through(String url) {
        return url.replace("localhost:" + target, "127.0.0.1:" + server.actualPort());
    }

    void cut() {
        open.forEach(NetSocket::close);
        open.clear();
    }

    @Override
    public void close() {
        cut();
        server.close().await();
    }
}
