package dev.quayside.shared.events;

import com.microsoft.azure.functions.ExecutionContext;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.telemetry.Log;
import dev.quayside.shared.telemetry.Traceparent;
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
        consumeInSteps(body, context, event -> once(event, handler));
    }

    /** Runs an effect in a transaction that also notes the event as handled, unless it was handled before. */
    public void once(CloudEvent event, Handler handler) {
        database.useTransaction(transaction -> {
            if (Inbox.firstTime(transaction, inboxEntry(event))) {
                handler.handle(transaction, event);
            } else {
                Log.info("event was handled before", "eventId", event.id(), "type", event.type());
            }
        });
    }

    /** What notes the event as handled, for a handler that writes it in the statement of its effect. */
    public Inbox.Entry inboxEntry(CloudEvent event) {
        return new Inbox.Entry(name, event.id());
    }

    /**
     * Handles a message whose handler runs its own transactions, since it needs something outside PostgreSQL or spares
     * round trips, and is safe to run again at any line.
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

    private static void withPatience(CloudEvent event, Consumer<CloudEvent> handler) {
        try {
            Patience.run(() -> handler.accept(event));
        } catch (RuntimeException e) {
            Log.warn("event could not be handled", e, "eventId", event.id(), "type", event.type());
            throw e;
        }
    }
}
