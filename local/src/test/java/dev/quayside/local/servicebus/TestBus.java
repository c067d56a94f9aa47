package dev.quayside.local.servicebus;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.quayside.local.servicebus.broker.EntityStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A server on a database, and the official SDK's clients for it; closes everything it opened. */
final class TestBus implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<AutoCloseable> clients = new ArrayList<>();
    private final DataSource database;
    private final Path entities;
    private ServiceBusServer server;

    private TestBus(DataSource database, Path entities) {
        this.database = database;
        this.entities = entities;
        this.server = ServiceBusServer.start(new ServiceBusOptions(0, List.of(entities), database));
    }

    /** A new server with the entities that the tests use. */
    static TestBus start() {
        return start(TestDatabase.create());
    }

    static TestBus start(DataSource database) {
        return new TestBus(database, entityFile());
    }

    /** The tests' entities, in a file of their own. */
    static Path entityFile() {
        try (InputStream resource = TestBus.class.getResourceAsStream("/servicebus/TestConfig.json")) {
            Path file = Files.createTempFile("entities", ".json");
            file.toFile().deleteOnExit();
            return Files.write(file, resource.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** For clients whose server is killed, which should not wait for it to come back. */
    static AmqpRetryOptions noRetries() {
        return new AmqpRetryOptions().setMaxRetries(0).setTryTimeout(PATIENCE);
    }

    ServiceBusServer server() {
        return server;
    }

    /** Stops the server and starts another on the same database, on another port. */
    void restart() {
        closeClients();
        server.close();
        server = ServiceBusServer.start(new ServiceBusOptions(0, List.of(entities), database));
    }

    ServiceBusClientBuilder builder() {
        return new ServiceBusClientBuilder()
                .connectionString(server.connectionString())
                .retryOptions(new AmqpRetryOptions().setMaxRetries(3).setTryTimeout(Duration.ofSeconds(20)));
    }

    <T extends AutoCloseable> T closing(T client) {
        clients.add(client);
        return client;
    }

    ServiceBusSenderClient queueSender(String queue) {
        return closing(builder().sender().queueName(queue).buildClient());
    }

    ServiceBusSenderClient topicSender(String topic) {
        return closing(builder().sender().topicName(topic).buildClient());
    }

    ServiceBusReceiverClient receiver(String queue) {
        return closing(builder()
                .receiver()
                .queueName(queue)
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
    }

    ServiceBusReceiverClient deletingReceiver(String queue) {
        return closing(builder()
                .receiver()
                .queueName(queue)
                .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
                .buildClient());
    }

    ServiceBusReceiverClient subscriptionReceiver(String topic, String subscription) {
        return closing(builder()
                .receiver()
                .topicName(topic)
                .subscriptionName(subscription)
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
    }

    ServiceBusReceiverClient deadLetterReceiver(String queue) {
        return closing(builder()
                .receiver()
                .queueName(queue)
                .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
    }

    static ServiceBusMessage message(String body) {
        return new ServiceBusMessage(body);
    }

    /** Receives exactly so many, or what came in time. */
    static List<ServiceBusReceivedMessage> receive(ServiceBusReceiverClient receiver, int count) {
        List<ServiceBusReceivedMessage> messages = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (messages.size() < count && System.nanoTime() < end) {
            receiver.receiveMessages(count - messages.size(), PATIENCE).forEach(messages::add);
        }
        return messages;
    }

    /**
     * All messages of a queue, in their order; they stay there. A client that receives and deletes so many loses what
     * comes once it has stopped waiting.
     */
    List<ServiceBusReceivedMessage> peekAll(String queue) {
        ServiceBusReceiverClient receiver = receiver(queue);
        List<ServiceBusReceivedMessage> all = new ArrayList<>();
        List<ServiceBusReceivedMessage> some;
        do {
            some = receiver.peekMessages(250).stream().toList();
            all.addAll(some);
        } while (!some.isEmpty());
        return all;
    }

    static ServiceBusReceivedMessage receiveOne(ServiceBusReceiverClient receiver) {
        List<ServiceBusReceivedMessage> messages = receive(receiver, 1);
        if (messages.isEmpty()) {
            throw new AssertionError("no message came in " + PATIENCE);
        }
        return messages.get(0);
    }

    static List<String> bodies(List<ServiceBusReceivedMessage> messages) {
        return messages.stream().map(message -> message.getBody().toString()).toList();
    }

    EntityStatistics statistics(String path) {
        return server.statistics().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no entity " + path));
    }

    private void closeClients() {
        for (AutoCloseable client : clients) {
            try {
                client.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
        clients.clear();
    }

    @Override
    public void close() {
        closeClients();
        server.close();
    }
}
