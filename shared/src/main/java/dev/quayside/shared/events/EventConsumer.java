package dev.quayside.shared.events;

import com.microsoft.azure.functions.ExecutionContext;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.data.TransientFailure;
import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.telemetry.Log;
import dev.quayside.shared.telemetry.Traceparent;
import java.time.Duration;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Handles messages of one subscription: exactly one effect however often a message is delivered.
 *
 * <p>A failure that may pass (database away, lock not granted) is tried again here for a while, since the host abandons
 * at once and ten redeliveries take milliseconds. Any other failure is thrown: Service Bus redelivers and, after the
 * last delivery, moves the message to the dead-letter queue.
 */
public final class EventConsumer {

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(50);

    /** Well below the five minutes for which the host renews the lock of a message. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String app;
    private final String name;
    private final Database database;

    /** @param name the consumer's name in the inbox, unique in its schema: {@code order-events} */
    public EventConsumer(String app, String name, Database database) {
        this.app = app;
        this.name = name;
        this.database = database;
    }

    /** An effect in the transaction that also holds the inbox row. */
    public interface Handler {
        void handle(Handle transaction, CloudEvent event);
    }

    /**
     * Handles a message whose effect is one transaction.
     *
     * @throws MalformedEventException if the body is not an event
     */
    public void consume(String body, ExecutionContext context, Handler handler) {
        consumeInSteps(
                body,
                context,
                event -> database.useTransaction(transaction -> {
                    if (Inbox.firstTime(transaction, name, event.id())) {
                        handler.handle(transaction, event);
                    } else {
                        Log.info("event was handled before", "eventId", event.id(), "type", event.type());
                    }
                }));
    }

    /**
     * Handles a message whose effect needs something outside PostgreSQL: the handler runs its own transactions and is
     * safe to run again at any line.
     */
    public void consumeInSteps(String body, ExecutionContext context, Consumer<CloudEvent> handler) {
        CloudEvent event = parse(body, context);
        Traceparent trace = Traceparent.continueFrom(event.traceparent());
        try (var scope = Invocation.open(app, Invocation.Trigger.MESSAGE, trace, context)) {
            withPatience(event, handler);
        }
    }

    private CloudEvent parse(String body, ExecutionContext context) {
        try {
            return CloudEvent.parse(body);
        } catch (MalformedEventException e) {
            try (var scope = Invocation.open(app, Invocation.Trigger.MESSAGE, Traceparent.start(), context)) {
                Log.warn("message cannot be handled", "consumer", name, "reason", e.getMessage());
            }
            throw e;
        }
    }

    private void withPatience(CloudEvent event, Consumer<CloudEvent> handler) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = FIRST_BACK_OFF;
        while (true) {
            try {
                handler.accept(event);
                return;
            } catch (RuntimeException e) {
                if (!TransientFailure.isCauseOf(e) || System.nanoTime() > giveUp) {
                    Log.warn("event could not be handled", e, "eventId", event.id(), "type", event.type());
                    throw e;
                }
                pause = sleep(pause);
            }
        }
    }

    /** Returns the next, longer pause. */
    private static Duration sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to try again", e);
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(Duration.ofSeconds(5)) > 0 ? Duration.ofSeconds(5) : doubled;
    }
}
