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
        if (events.isEmpty()) {
            return;
        }
        Traceparent trace = Invocation.currentTrace();
        PreparedBatch batch = transaction.prepareBatch("""
                insert into outbox (event_id, topic, type, subject, traceparent, payload)
                values (:id, :topic, :type, :subject, :trace, :payload)
                """);
        for (DomainEvent event : events) {
            UUID id = Ids.newId();
            batch.bind("id", id)
                    .bind("topic", event.topic().entityName())
                    .bind("type", event.type())
                    .bind("subject", event.subject())
                    .bind("trace", trace.toString())
                    .bind("payload", Json.write(envelope(id, event, trace)))
                    .add();
        }
        batch.execute();
        transaction.afterCommit(wakeRelay);
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
                Json.tree(event));
    }
}
