package dev.quayside.shared.events;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.quayside.shared.events.OutboxRelay.OutboxRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends events over AMQP: one connection for all topics, opened at the first event. */
public final class MessageSender implements AutoCloseable {

    private final ServiceBusSettings settings;
    private final Map<String, ServiceBusSenderClient> senders = new HashMap<>();
    private ServiceBusClientBuilder connection;

    public MessageSender(ServiceBusSettings settings) {
        this.settings = settings;
    }

    /** Returns once Service Bus has accepted all of them; some may have been accepted when it throws. */
    void send(String topic, List<OutboxRow> rows) {
        ServiceBusSenderClient sender = senderFor(topic);
        ServiceBusMessageBatch batch = sender.createMessageBatch();
        for (OutboxRow row : rows) {
            ServiceBusMessage message = message(row);
            if (!batch.tryAddMessage(message)) {
                sender.sendMessages(batch);
                batch = sender.createMessageBatch();
                if (!batch.tryAddMessage(message)) {
                    throw new IllegalStateException("Event " + row.eventId() + " is too large for Service Bus");
                }
            }
        }
        sender.sendMessages(batch);
    }

    private static ServiceBusMessage message(OutboxRow row) {
        ServiceBusMessage message = new ServiceBusMessage(BinaryData.fromString(row.payload()))
                .setMessageId(row.eventId())
                .setContentType(row.type().isEmpty() ? "application/json" : CloudEvent.MEDIA_TYPE);
        if (!row.subject().isEmpty()) {
            message.setSubject(row.subject());
        }
        putIfThere(message, "type", row.type());
        putIfThere(message, "subject", row.subject());
        putIfThere(message, "traceparent", row.traceparent());
        return message;
    }

    private static void putIfThere(ServiceBusMessage message, String name, String value) {
        if (!value.isEmpty()) {
            message.getApplicationProperties().put(name, value);
        }
    }

    /** A queue is addressed as a topic is. */
    private synchronized ServiceBusSenderClient senderFor(String topic) {
        return senders.computeIfAbsent(
                topic, name -> connection().sender().topicName(name).buildClient());
    }

    private ServiceBusClientBuilder connection() {
        if (connection == null) {
            ServiceBusClientBuilder builder = new ServiceBusClientBuilder()
                    .retryOptions(new AmqpRetryOptions()
                            .setMaxRetries(3)
                            .setDelay(Duration.ofMillis(500))
                            .setTryTimeout(Duration.ofSeconds(15)));
            connection = settings.namespace() == null
                    ? builder.connectionString(settings.connectionString().reveal())
                    : builder.credential(
                            settings.namespace(),
                            new ManagedIdentityCredentialBuilder()
                                    .clientId(settings.clientId())
                                    .build());
        }
        return connection;
    }

    @Override
    public synchronized void close() {
        senders.values().forEach(ServiceBusSenderClient::close);
        senders.clear();
    }
}
