package dev.quayside.shared.events;

import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.telemetry.Traceparent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes events in the transaction of the state change they tell of; the relay sends them after its commit. */
public final class Outbox {

    private final String source;
    private final Runnable wakeRelay;

    /**
     * @param app the app that tells, {@code orders}
     * @param wakeRelay called after each commit that left events
     */
    public Outbox(String app, Runnable wakeRelay) {
        this.source = "/quayside/" + app;
        this.wakeRelay = wakeRelay;
    }

    public void append(Handle transaction, DomainEvent event) {
        appendAll(transaction, List.of(event));
    }

    public void appendAll(Handle transaction, List<? extends DomainEvent> events) {
        appendEntries(transaction, events.stream().map(this::entry).toList());
    }

    /** Appends what is already written: a message that is sent a second time, under an id of its own. */
    public void append(Handle transaction, Entry entry) {
        appendEntries(transaction, List.of(entry));
    }

    private void appendEntries(Handle transaction, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        PreparedBatch batch = transaction.prepareBatch("""
                insert into outbox (event_id, topic, type, subject, traceparent, payload)
                values (:eventId, :topic, :type, :subject, :traceparent, :payload)
                """);
        entries.forEach(entry -> batch.bindMethods(entry).add());
        batch.execute();
        transaction.afterCommit(wakeRelay);
    }

    /**
     * A row of the table {@code outbox}, for a statement that writes it together with the state change; to be followed
     * by {@link #wake} once that is committed.
     *
     * @param eventId the Service Bus message id
     * @param topic where it goes: a topic or a queue
     * @param type of the event; empty for a message that is none
     * @param subject empty for a message without one, as is the traceparent
     */
    public record Entry(UUID eventId, String topic, String type, String subject, String traceparent, String payload) {}

    public Entry entry(DomainEvent event) {
        UUID id = Ids.newId();
        Traceparent trace = Invocation.currentTrace();
        String payload = Json.write(envelope(id, event, trace));
        return new Entry(id, event.topic().entityName(), event.type(), event.subject(), trace.toString(), payload);
    }

    /** Tells the relay that committed entries wait. */
    public void wake() {
        wakeRelay.run();
    }

    private CloudEvent envelope(UUID id, DomainEvent event, Traceparent trace) {
        return new CloudEvent(
                "1.0",
                id.toString(),
                source,
                event.type(),
                event.subject(),
                Instant.now(),
                "application/json",
                trace.toString(),
                Json.node(event));
    }
}
