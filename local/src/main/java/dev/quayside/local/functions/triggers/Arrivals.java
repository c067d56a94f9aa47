package dev.quayside.local.functions.triggers;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.quayside.local.functions.staging.HostJson;
import java.time.Duration;
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
    /** What follows the first message of a batch may have been sent already. */
    private static final Duration ON_ITS_WAY = Duration.ofMillis(20);

    private final BlockingQueue<ServiceBusReceivedMessage> arrived = new LinkedBlockingQueue<>();
    private final int batchSize;
    private final int enough;
    private final Duration patience;
    private int taken;
    private volatile RuntimeException end;

    Arrivals(HostJson.ServiceBus settings) {
        boolean isPatient = settings.minMessageBatchSize() > 1;
        this.batchSize = settings.maxMessageBatchSize();
        this.enough = isPatient ? settings.minMessageBatchSize() : batchSize;
        this.patience = isPatient ? settings.maxBatchWaitTime() : ON_ITS_WAY;
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
     * Waits for a message, and for a while for enough of them. As many are asked for as the batch before had.
     *
     * @throws RuntimeException if no more will arrive
     */
    List<ServiceBusReceivedMessage> nextBatch() throws InterruptedException {
        if (taken > 0) {
            request(taken);
        }
        List<ServiceBusReceivedMessage> batch = new ArrayList<>(batchSize);
        batch.add(first());
        long begun = System.nanoTime();
        while (batch.size() < enough) {
            long left = patience.toNanos() - (System.nanoTime() - begun);
            ServiceBusReceivedMessage message = arrived.poll(left, TimeUnit.NANOSECONDS);
            if (message == null) {
                break;
            }
            batch.add(message);
        }
        arrived.drainTo(batch, batchSize - batch.size());
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
