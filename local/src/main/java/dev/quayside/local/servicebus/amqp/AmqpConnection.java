package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.Broker;
import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.engine.Engine;
import org.apache.qpid.protonj2.engine.EngineFactory;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.engine.TransactionManager;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.apache.qpid.protonj2.types.messaging.Terminus;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;

/** One client's connection: bytes from and to the socket, and the links that it opens. */
final class AmqpConnection {

    private static final System.Logger LOG = System.getLogger(AmqpConnection.class.getName());

    private static final int MAX_FRAME = 65_536;
    private static final long IDLE_TIMEOUT = 120_000;

    private final NetSocket socket;
    private final Context loop;
    private final Broker broker;
    private final MessageCodec codec;
    private final Consumer<AmqpConnection> onEnd;
    private final Engine engine = EngineFactory.PROTON.createEngine();
    private final ReplyLinks replies = new ReplyLinks();
    private final Set<ReceiveLink> receiving = new LinkedHashSet<>();

    private Buffer output = Buffer.buffer();
    private boolean flushing;
    private boolean closed;

    AmqpConnection(NetSocket socket, Context loop, Broker broker, MessageCodec codec, Consumer<AmqpConnection> onEnd) {
        this.socket = socket;
        this.loop = loop;
        this.broker = broker;
        this.codec = codec;
        this.onEnd = onEnd;
    }

    void start() {
        engine.saslDriver().server().setListener(new AnonymousSasl());
        engine.outputHandler((ProtonBuffer bytes) -> write(bytes));
        engine.errorHandler(failed -> {
            LOG.log(System.Logger.Level.WARNING, "Connection failed", failed.failureCause());
            socket.close();
        });
        Connection connection = engine.start();
        connection.setContainerId("quayside-servicebus");
        connection.setMaxFrameSize(MAX_FRAME);
        connection.setIdleTimeout(IDLE_TIMEOUT);
        connection.openHandler(Connection::open);
        // The client hangs up when it has our answer; tick() does it for one that forgets.
        connection.closeHandler(Connection::close);
        connection.sessionOpenHandler(session -> session.open().closeHandler(closing -> closing.close()));
        connection.receiverOpenHandler(this::acceptSending);
        connection.senderOpenHandler(this::acceptReceiving);
        connection.transactionManagerOpenHandler(AmqpConnection::refuseTransactions);
        socket.handler(this::read);
        socket.drainHandler(ignored -> resume());
        socket.closeHandler(ignored -> ended());
        socket.exceptionHandler(failure -> LOG.log(System.Logger.Level.DEBUG, "Socket failed", failure));
    }

    private static void refuseTransactions(TransactionManager manager) {
        manager.setSource(manager.getRemoteSource()).setCoordinator(manager.getRemoteCoordinator());
        manager.open();
        manager.setCondition(new ErrorCondition(
                Reason.NOT_IMPLEMENTED.condition(), "Transactions are not supported by the local Service Bus."));
        manager.close();
    }

    private void read(Buffer bytes) {
        try {
            engine.ingest(ProtonByteArrayBufferAllocator.wrapped(bytes.getBytes()));
        } catch (RuntimeException failure) {
            // The engine has already told the error handler, which hangs up.
            LOG.log(System.Logger.Level.DEBUG, "Not AMQP", failure);
        }
    }

    /** Collects what the engine writes in one turn of the loop, so that it is one write to the socket. */
    private void write(ProtonBuffer bytes) {
        byte[] chunk = new byte[bytes.getReadableBytes()];
        bytes.readBytes(chunk, 0, chunk.length);
        output.appendBytes(chunk);
        if (!flushing) {
            flushing = true;
            loop.runOnContext(ignored -> flush());
        }
    }

    private void flush() {
        flushing = false;
        Buffer full = output;
        output = Buffer.buffer();
        if (!closed && full.length() > 0) {
            socket.write(full).onFailure(failure -> LOG.log(System.Logger.Level.DEBUG, "Not written", failure));
        }
    }

    /** Whether the client reads fast enough for more to be sent to it. */
    boolean keepsUp() {
        return !closed && !socket.writeQueueFull() && output.length() < MAX_FRAME * 8;
    }

    private void resume() {
        List.copyOf(receiving).forEach(ReceiveLink::resume);
    }

    boolean isOpen() {
        return !closed && engine.isRunning();
    }

    /** Sends an empty frame if it is time, and hangs up on a client that has gone silent. */
    void tick() {
        try {
            if (engine.connection().isLocallyClosed()) {
                socket.close();
            } else if (isOpen() && engine.connection().isLocallyOpen()) {
                engine.tick(System.nanoTime() / 1_000_000);
            }
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.DEBUG, "Idle", failure);
        }
    }

    /** Says good-bye, with a reason if it is not the client's wish. */
    void close(ErrorCondition reason) {
        if (isOpen()) {
            engine.connection().setCondition(reason);
            engine.connection().close();
            flush();
            socket.close();
        }
    }

    private void ended() {
        closed = true;
        List.copyOf(receiving).forEach(ReceiveLink::ended);
        receiving.clear();
        engine.shutdown();
        onEnd.accept(this);
    }

    ReplyLinks replies() {
        return replies;
    }

    void add(ReceiveLink link) {
        receiving.add(link);
    }

    void remove(ReceiveLink link) {
        receiving.remove(link);
    }

    /** The client wants to send: to an entity, or requests to a node. */
    private void acceptSending(Receiver link) {
        Terminus terminus = link.getRemoteTarget();
        EntityAddress address = EntityAddress.parse(terminus instanceof Target target ? target.getAddress() : null);
        try {
            if (address.isCbs()) {
                new RequestLink(link, this, new CbsNode()).open();
            } else if (address.isManagement()) {
                new RequestLink(link, this, ManagementNode.of(address.path(), broker, codec)).open();
            } else if (broker.isDestination(address.path())) {
                new SendLink(link, this, address.path(), broker, codec).open();
            } else {
                broker.queue(address.path());
                throw new BrokerException(Reason.NOT_ALLOWED, address.path() + " cannot be sent to.");
            }
        } catch (BrokerException refused) {
            Errors.refuse(link, refused);
        }
    }

    /** The client wants to receive: from a queue, from a session, or the answers of a node. */
    private void acceptReceiving(Sender link) {
        String source =
                link.getRemoteSource() == null ? null : link.getRemoteSource().getAddress();
        EntityAddress address = EntityAddress.parse(source);
        try {
            if (address.isCbs() || address.isManagement()) {
                replies.open(link);
            } else {
                ReceiveLink.accept(link, this, broker.queue(address.path()), broker.settlement(), codec);
            }
        } catch (BrokerException refused) {
            Errors.refuse(link, refused);
        }
    }

    /** Runs what belongs to this connection, unless it has gone meanwhile. */
    void whileOpen(Runnable action) {
        if (isOpen()) {
            action.run();
        }
    }
}
