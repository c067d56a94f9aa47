package dev.quayside.local.functions.triggers;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.quayside.local.functions.staging.HostJson;
import dev.quayside.local.functions.staging.Trigger;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands messages to a function in batches, one batch at a time; a batch succeeds or fails as a whole. */
final class BatchMessagePump implements MessagePump {
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1000;
    private static final long LONGEST_CLOSE_MILLIS = 5000;

    private final ServiceBusClientBuilder connection;
    private final Trigger.ServiceBus trigger;
    private final HostJson.ServiceBus settings;
    private final MessageHandler handler;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    BatchMessagePump(
            ServiceBusClientBuilder connection,
            Trigger.ServiceBus trigger,
            HostJson.ServiceBus settings,
            MessageHandler handler) {
        this.connection = connection;
        this.trigger = trigger;
        this.settings = settings;
        this.handler = handler;
        this.thread = new Thread(this::run, "batches-" + trigger.entity());
        this.thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopping.countDown();
        thread.interrupt();
        try {
            thread.join(LONGEST_CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        do {
            try (ServiceBusReceiverAsyncClient receiver = receiver()) {
                handleAll(receiver);
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException e) {
                handler.warn(
                        "Receiving from " + trigger.entity() + " failed and will be tried again: " + e.getMessage());
            }
        } while (!stopsWithin(PAUSE_AFTER_FAILURE_MILLIS));
    }

    private boolean stopsWithin(long millis) {
        try {
            return stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException closing) {
            return true;
        }
    }

    private void handleAll(ServiceBusReceiverAsyncClient receiver) throws InterruptedException {
        Arrivals arrivals = new Arrivals(settings);
        receiver.receiveMessages().subscribe(arrivals);
        while (stopping.getCount() > 0) {
            List<ServiceBusReceivedMessage> batch = arrivals.nextBatch();
            handler.handle(
                    ReceivedMessages.many(batch),
                    () -> settle(batch, receiver::complete),
                    () -> settle(batch, receiver::abandon));
        }
    }

    private ServiceBusReceiverAsyncClient receiver() {
        return connection
                .receiver()
                .queueName(trigger.queue())
                .topicName(trigger.topic())
                .subscriptionName(trigger.subscription())
                .prefetchCount(settings.prefetchCount())
                .maxAutoLockRenewDuration(settings.maxAutoLockRenewalDuration())
                .disableAutoComplete()
                .buildAsyncClient();
    }

    /**
     * Settles all at once, since each answer waits until Service Bus has it on disk. Throws if one fails, after all were
     * tried.
     */
    private static void settle(
            List<ServiceBusReceivedMessage> batch, Function<ServiceBusReceivedMessage, Mono<Void>> how) {
        Flux.fromIterable(batch).flatMapDelayError(how, batch.size(), 1).then().block();
    }
}
