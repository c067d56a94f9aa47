package dev.quayside.local.functions.triggers;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** Messages as they arrive, for one thread that takes them in batches; never more are under way than one batch has. */
final class Arrivals extends BaseSubscriber<ServiceBusReceivedMessage> {
    private static final long LOOK_EVERY_MILLIS = 200;
    /** What follows the first message of a batch has been sent already. */
    private static final long MORE_WITHIN_MILLIS = 20;

    private final BlockingQueue<ServiceBusReceivedMessage> arrived = new LinkedBlockingQueue<>();
    private final int batchSize;
    private int taken;
    private volatile RuntimeException end;

    Arrivals(int batchSize) {
        this.batchSize = batchSize;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(batchSize);
    }

    @Override
    protected void hookOnNext(ServiceBusReceivedMessage message) {
        arrived.add(message);
    }

    @Override
    protected void hookOnError(Throwable cause) {
        end = new IllegalStateException(cause.getMessage(), cause);
    }

    @Override
    protected void hookOnComplete() {
        end = new IllegalStateException("Service Bus sends no more");
    }

    /**
     * Waits for a message, and takes those that come with it. As many are asked for as the batch before had.
     *
     * @throws RuntimeException if no more will arrive
     */
    List<ServiceBusReceivedMessage> nextBatch() throws InterruptedException {
        if (taken > 0) {
            request(taken);
        }
        List<ServiceBusReceivedMessage> batch = new ArrayList<>(batchSize);
        ServiceBusReceivedMessage message = first();
        while (message != null) {
            batch.add(message);
            message = batch.size() < batchSize ? arrived.poll(MORE_WITHIN_MILLIS, TimeUnit.MILLISECONDS) : null;
        }
        taken = batch.size();
        return batch;
    }

    private ServiceBusReceivedMessage first() throws InterruptedException {
        while (true) {
            ServiceBusReceivedMessage message = arrived.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (message != null) {
                return message;
            }
            if (end != null) {
                throw end;
            }
        }
    }
}
