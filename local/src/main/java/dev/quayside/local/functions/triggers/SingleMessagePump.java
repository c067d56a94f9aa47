package dev.quayside.local.functions.triggers;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusErrorContext;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusReceivedMessageContext;
import dev.quayside.local.functions.staging.HostJson;
import dev.quayside.local.functions.staging.Trigger;

/** Hands messages to a function one by one, several at a time. */
final class SingleMessagePump implements MessagePump {
    private final MessageHandler handler;
    private final ServiceBusProcessorClient processor;

    SingleMessagePump(
            ServiceBusClientBuilder connection,
            Trigger.ServiceBus trigger,
            HostJson.ServiceBus settings,
            MessageHandler handler) {
        this.handler = handler;
        this.processor =
                trigger.sessions() ? sessions(connection, trigger, settings) : plain(connection, trigger, settings);
    }

    @Override
    public void start() {
        processor.start();
    }

    @Override
    public void close() {
        processor.close();
    }

    private ServiceBusProcessorClient plain(
            ServiceBusClientBuilder connection, Trigger.ServiceBus trigger, HostJson.ServiceBus settings) {
        return connection
                .processor()
                .queueName(trigger.queue())
                .topicName(trigger.topic())
                .subscriptionName(trigger.subscription())
                .prefetchCount(settings.prefetchCount())
                .maxConcurrentCalls(settings.maxConcurrentCalls())
                .maxAutoLockRenewDuration(settings.maxAutoLockRenewalDuration())
                .disableAutoComplete()
                .processMessage(this::process)
                .processError(this::error)
                .buildProcessorClient();
    }

    private ServiceBusProcessorClient sessions(
            ServiceBusClientBuilder connection, Trigger.ServiceBus trigger, HostJson.ServiceBus settings) {
        return connection
                .sessionProcessor()
                .queueName(trigger.queue())
                .topicName(trigger.topic())
                .subscriptionName(trigger.subscription())
                .prefetchCount(settings.prefetchCount())
                .maxConcurrentSessions(settings.maxConcurrentSessions())
                .maxConcurrentCalls(1)
                .maxAutoLockRenewDuration(settings.maxAutoLockRenewalDuration())
                .disableAutoComplete()
                .processMessage(this::process)
                .processError(this::error)
                .buildProcessorClient();
    }

    private void process(ServiceBusReceivedMessageContext context) {
        handler.handle(ReceivedMessages.one(context.getMessage()), context::complete, context::abandon);
    }

    private void error(ServiceBusErrorContext context) {
        handler.warn("Receiving from " + context.getEntityPath() + " failed and will be tried again: "
                + context.getException().getMessage());
    }
}
