package dev.quayside.local.pubsub;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and the server and can cut the cable: both sides lose the connection without a word. */
final class TcpCutter implements AutoCloseable {
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final int target;

    /** Kept: a client that nobody holds is collected, and its connections are closed with it. */
    private final NetClient client;

    private final NetServer server;

    TcpCutter(Vertx vertx, int target) {
        this.target = target;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(this::join)
                .listen()
                .await();
    }

    private void join(NetSocket near) {
        near.pause();
        client.connect(target, "127.0.0.1")
                .onSuccess(far -> {
                    open.add(near);
                    open.add(far);
                    near.pipeTo(far);
                    far.pipeTo(near);
                    near.resume();
                })
                .onFailure(refused -> near.close());
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
        client.close().await();
    }
}
