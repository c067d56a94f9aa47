package dev.quayside.local.servicebus;

import dev.quayside.local.servicebus.amqp.AmqpServer;
import dev.quayside.local.servicebus.amqp.MessageCodec;
import dev.quayside.local.servicebus.broker.Broker;
import dev.quayside.local.servicebus.broker.EntityStatistics;
import dev.quayside.local.servicebus.broker.NamespaceState;
import dev.quayside.local.servicebus.config.ConfigException;
import dev.quayside.local.servicebus.config.Entities;
import dev.quayside.local.servicebus.config.EntitiesReader;
import dev.quayside.local.servicebus.store.MessageStore;
import dev.quayside.local.servicebus.store.StoredState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Service Bus namespace on this machine. Runs from {@link #start} to {@link #close}. */
public final class ServiceBusServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final long TICK_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 60;

    private static final long SLOW_SECONDS = 10;

    /** Bytes of waiting messages kept in memory; those of a larger backlog stay in the database. */
    private static final long MESSAGE_MEMORY = 64L * 1024 * 1024;

    private final Vertx vertx;
    private final Context loop;
    private final MessageStore store;
    private Broker broker;
    private AmqpServer server;
    private int port;
    private boolean closed;

    private ServiceBusServer(ServiceBusOptions options) {
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // On a machine that does much else, a short pause is not worth a warning.
                .setMaxEventLoopExecuteTime(SLOW_SECONDS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS));
        this.loop = vertx.getOrCreateContext();
        this.store = new MessageStore(options.database(), action -> loop.runOnContext(ignored -> action.run()));
    }

    /**
     * Starts a namespace with the entities of the files and the messages of the database.
     *
     * @throws ConfigException if a file cannot be used
     * @throws IllegalStateException if the database is out of reach or in use, or the port is taken
     */
    public static ServiceBusServer start(ServiceBusOptions options) {
        Entities entities = EntitiesReader.read(options.entityFiles());
        ServiceBusServer server = new ServiceBusServer(options);
        try {
            StoredState stored = server.store.open(NamespaceState.storedPaths(entities));
            server.listen(new NamespaceState(entities, stored), options.port());
            return server;
        } catch (SQLException unusable) {
            server.close();
            throw new IllegalStateException(
                    "The Service Bus cannot use its database: " + unusable.getMessage(), unusable);
        } catch (Exception failure) {
            // The port, mostly: Vert.x throws its BindException without declaring it.
            server.close();
            throw new IllegalStateException(
                    "The Service Bus cannot listen on port %d: %s".formatted(options.port(), failure.getMessage()),
                    failure);
        }
    }

    private void listen(NamespaceState state, int wantedPort) {
        port = await(onLoop(() -> {
                    MessageCodec codec = new MessageCodec();
                    broker = Broker.open(
                            state, codec, System::currentTimeMillis, store::append, store::read, MESSAGE_MEMORY);
                    server = new AmqpServer(vertx, loop, broker, codec);
                    vertx.setPeriodic(TICK_MILLIS, ignored -> broker.tick());
                    return server.listen(HOST, wantedPort);
                })
                .compose(listening -> listening));
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** What the Azure SDKs connect with. */
    public String connectionString() {
        return "Endpoint=sb://localhost:%d;SharedAccessKeyName=local;SharedAccessKey=bG9jYWw=;UseDevelopmentEmulator=true"
                .formatted(port);
    }

    /** How many messages wait in each queue and subscription now. */
    public List<EntityStatistics> statistics() {
        return await(onLoop(() -> broker.statistics()));
    }

    /** Writes and answers what is under way, then says good-bye to the clients. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (server != null) {
            await(onLoop(() -> server.stopListening()).compose(stopping -> stopping));
        }
        store.close();
        if (server != null) {
            await(onLoop(() -> {
                server.disconnectAll();
                return null;
            }));
        }
        await(vertx.close());
    }

    private <T> Future<T> onLoop(Callable<T> action) {
        return Future.future(promise -> loop.runOnContext(ignored -> {
            try {
                promise.complete(action.call());
            } catch (Exception failure) {
                promise.fail(failure);
            }
        }));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stuck) {
            throw new IllegalStateException("The Service Bus did not answer in time", stuck);
        }
    }
}
