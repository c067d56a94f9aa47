package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.Broker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.qpid.protonj2.types.transport.ConnectionError;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;

/** Listens for clients. All of it runs on one event loop, the broker's. */
public final class AmqpServer {

    private static final System.Logger LOG = System.getLogger(AmqpServer.class.getName());

    /** Often enough for the shortest idle timeout that the SDKs announce, 30 s. */
    private static final long IDLE_CHECK_MILLIS = 5_000;

    private final Vertx vertx;
    private final Context loop;
    private final Broker broker;
    private final MessageCodec codec;
    private final Set<AmqpConnection> connections = new LinkedHashSet<>();
    private NetServer server;

    /** A server for a broker that was opened with {@code codec}, on the event loop that both use. */
    public AmqpServer(Vertx vertx, Context loop, Broker broker, MessageCodec codec) {
        this.vertx = vertx;
        this.loop = loop;
        this.broker = broker;
        this.codec = codec;
    }

    /**
     * Starts to listen; to be called on the event loop.
     *
     * @param port 0 for any free one
     * @return the port, or the failure to get it
     */
    public Future<Integer> listen(String host, int port) {
        server = vertx.createNetServer(
                new NetServerOptions().setHost(host).setPort(port).setTcpNoDelay(true));
        vertx.setPeriodic(IDLE_CHECK_MILLIS, ignored -> List.copyOf(connections).forEach(AmqpConnection::tick));
        return server.connectHandler(this::accept).listen().map(NetServer::actualPort);
    }

    private void accept(NetSocket socket) {
        AmqpConnection connection = new AmqpConnection(socket, loop, broker, codec, connections::remove);
        connections.add(connection);
        connection.start();
    }

    /** Takes no more clients; those that are connected stay. */
    public Future<Void> stopListening() {
        return server.close();
    }

    /** Tells the clients that the server goes away, so that they look for it again. */
    public void disconnectAll() {
        ErrorCondition goingAway = new ErrorCondition(ConnectionError.CONNECTION_FORCED, "The server is stopping.");
        for (AmqpConnection connection : List.copyOf(connections)) {
            try {
                connection.close(goingAway);
            } catch (RuntimeException alreadyBroken) {
                LOG.log(System.Logger.Level.DEBUG, "Closing a broken connection", alreadyBroken);
            }
        }
    }
}
