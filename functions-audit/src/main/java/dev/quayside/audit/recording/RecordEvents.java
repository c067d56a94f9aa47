package dev.quayside.audit.recording;

import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.data.TransientFailure;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.events.Patience;
import dev.quayside.shared.events.Topic;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records a batch of messages in one transaction, each once however often it is delivered. There is no message that it
 * refuses: a batch that fails is recorded message by message, and one that fails by itself as unreadable. So nothing
 * draws its neighbours into the dead-letter queue.
 */
public final class RecordEvents {

    private final Database database;
    private final Clock clock;

    public RecordEvents(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @throws RuntimeException only if the database stays away for longer than a minute; the messages come again */
    public void record(Topic topic, List<String> bodies) {
        EventMapper mapper =
                new EventMapper(topic.entityName(), Instant.now(clock).truncatedTo(ChronoUnit.MICROS));
        try {
            append(topic, bodies.stream().map(mapper::map).toList());
        } catch (RuntimeException e) {
            if (TransientFailure.isCauseOf(e)) {
                throw e;
            }
            Log.warn("a batch could not be recorded, trying each message", e, "messages", bodies.size());
            bodies.forEach(body -> recordOne(topic, mapper, body));
        }
    }

    private void recordOne(Topic topic, EventMapper mapper, String body) {
        try {
            append(topic, List.of(mapper.map(body)));
        } catch (RuntimeException e) {
            if (TransientFailure.isCauseOf(e)) {
                throw e;
            }
            Log.error("a message could not be recorded as what it is", e);
            append(topic, List.of(mapper.unreadable(body, "it could not be recorded as what it is")));
        }
    }

    private void append(Topic topic, List<Message> messages) {
        String stream = topic.entityName();
        Map<String, AuditTrail.Sealed> byKey = new LinkedHashMap<>();
        messages.forEach(message -> byKey.putIfAbsent(message.key(), AuditTrail.Sealed.of(message.entry())));
        Patience.run(() -> database.useTransaction(transaction -> {
            // First the chain, then the inbox: deliveries of the same messages at once take turns and cannot deadlock.
            ChainEnd end = RecordingStore.lockEnd(transaction, stream);
            Set<String> news = Inbox.firstTimes(transaction, stream, byKey.keySet());
            List<AuditTrail.Sealed> sealed = byKey.entrySet().stream()
                    .filter(message -> news.contains(message.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            if (!sealed.isEmpty()) {
                AuditTrail.append(transaction, stream, end, sealed);
            }
        }));
    }
}
