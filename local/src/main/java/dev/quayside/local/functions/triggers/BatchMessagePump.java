package dev.quayside.local.functions.triggers;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import dev.quayside.local.functions.staging.HostJson;
import dev.quayside.local.functions.staging.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hands messages to a function in batches, one batch at a time; a batch succeeds or fails as a whole. */
final class BatchMessagePump implements MessagePump {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1000;

    private final Trigger.ServiceBus trigger;
    private final MessageHandler handler;
    private final int batchSize;
    private final ServiceBusReceiverClient receiver;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    BatchMessagePump(
            ServiceBusClientBuilder connection,
            Trigger.ServiceBus trigger,
            HostJson.ServiceBus settings,
            MessageHandler handler) {
        this.trigger = trigger;
        this.handler = handler;
        this.batchSize = settings.maxMessageBatchSize();
        this.receiver = connection
                .receiver()
                .queueName(trigger.queue())
                .topicName(trigger.topic())
                .subscriptionName(trigger.subscription())
                .prefetchCount(settings.prefetchCount())
                .maxAutoLockRenewDuration(settings.maxAutoLockRenewalDuration())
                .disableAutoComplete()
                .buildClient();
        this.thread = new Thread(this::receive, "batches-" + trigger.entity());
        this.thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopping.countDown();
        receiver.close();
    }

    private void receive() {
        while (stopping.getCount() > 0) {
            try {
                List<ServiceBusReceivedMessage> batch = receiver.receiveMessages(batchSize, LONGEST_WAIT).stream()
                        .toList();
                if (!batch.isEmpty()) {
                    handler.handle(
                            ReceivedMessages.many(batch),
                            () -> batch.forEach(receiver::complete),
                            () -> batch.forEach(receiver::abandon));
                }
            } catch (RuntimeException e) {
                if (stopping.getCount() > 0) {
                    handler.warn("Receiving from " + trigger.entity() + " failed and will be tried again: "
                            + e.getMessage());
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            if (stopping.await(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            stopping.countDown();
            Thread.currentThread().interrupt();
        }
    }
}
