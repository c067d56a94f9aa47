package dev.quayside.local.functions.triggers;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import dev.quayside.local.functions.staging.HostJson;
import dev.quayside.local.functions.staging.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Hands messages to a function in batches, one batch at a time; a batch succeeds or fails as a whole. */
final class BatchMessagePump implements MessagePump {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1000;
    /** Each answer waits until Service Bus has it on disk; many at once share that wait. */
    private static final int SETTLED_AT_ONCE = 32;

    private final Trigger.ServiceBus trigger;
    private final MessageHandler handler;
    private final int batchSize;
    private final ServiceBusReceiverClient receiver;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private final ThreadPoolExecutor settlers;

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
        this.settlers = settlers(thread.getName() + "-settling");
    }

    private static ThreadPoolExecutor settlers(String name) {
        ThreadPoolExecutor settlers = new ThreadPoolExecutor(
                SETTLED_AT_ONCE, SETTLED_AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread settler = new Thread(work, name);
                    settler.setDaemon(true);
                    return settler;
                });
        settlers.allowCoreThreadTimeOut(true);
        return settlers;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopping.countDown();
        receiver.close();
        settlers.shutdown();
    }

    /** Throws if one fails, after all were tried. */
    private void settle(List<ServiceBusReceivedMessage> batch, Consumer<ServiceBusReceivedMessage> how) {
        CompletableFuture<?>[] answers = batch.stream()
                .map(message -> CompletableFuture.runAsync(() -> how.accept(message), settlers))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(answers).join();
    }

    private void receive() {
        while (stopping.getCount() > 0) {
            try {
                List<ServiceBusReceivedMessage> batch = receiver.receiveMessages(batchSize, LONGEST_WAIT).stream()
                        .toList();
                if (!batch.isEmpty()) {
                    handler.handle(
                            ReceivedMessages.many(batch),
                            () -> settle(batch, receiver::complete),
                            () -> settle(batch, receiver::abandon));
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
