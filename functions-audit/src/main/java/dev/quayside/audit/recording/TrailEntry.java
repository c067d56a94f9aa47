package dev.quayside.audit.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quayside.shared.events.Topic;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is kept of an entry in the trail of a person, without the person: it outlives the erasure of the entry.
 *
 * @param id of the entry
 * @param actor as in the entry; {@code customer} for the person themselves
 * @param subjectId as in the entry; the pseudonym for the person themselves
 * @param details JSON
 */
public record TrailEntry(
        UUID id,
        UUID pseudonym,
        Instant occurredAt,
        String actor,
        String action,
        String subjectType,
        String subjectId,
        String result,
        String details) {

    private static final String CONSENT = "customer.consent-changed";

    /** Known to say nothing of the person; whatever else an event may tell one day is not. */
    private static final Set<String> KEPT = Set.of(
            "exportId",
            "erasureId",
            "requestedBy",
            "by",
            "app",
            "rows",
            "bytes",
            "sha256",
            "expiresAt",
            "dueAt",
            "unseenSince",
            "outcome",
            "reason",
            "tables",
            "certificate",
            "held",
            "ground",
            "purpose",
            "granted",
            "textVersion");

    /** Empty if the entry is not about what is done with a person's data. */
    static Optional<TrailEntry> of(Entry entry) {
        return isRelevant(entry) ? of(entry, entry.details().path("data")) : Optional.empty();
    }

    private static boolean isRelevant(Entry entry) {
        return tellsItself(entry) || (isAccess(entry) && entry.customerId() != null);
    }

    /** An event that our apps tell of what they do with a person's data, or what the person decided. */
    private static boolean tellsItself(Entry entry) {
        return Topic.GDPR_EVENTS.entityName().equals(entry.topic())
                || entry.action().equals(CONSENT);
    }

    /** Told by an app, or over HTTP: who looked at what, or did something. */
    private static boolean isAccess(Entry entry) {
        return entry.topic() == null || entry.topic().equals(Topic.AUDIT_EVENTS.entityName());
    }

    private static Optional<TrailEntry> of(Entry entry, JsonNode data) {
        return Optional.ofNullable(entry.customerId())
                .or(() -> Ids.parse(data.path("pseudonym").asText()))
                .map(person -> of(entry, tellsItself(entry) ? kept(data, person) : "{}", person));
    }

    private static TrailEntry of(Entry entry, String details, UUID person) {
        return new TrailEntry(
                entry.id(),
                Person.pseudonym(person),
                entry.occurredAt(),
                Person.withoutName(entry.actor(), person),
                entry.action(),
                entry.subjectType(),
                Person.withoutName(entry.subjectId(), person),
                entry.result(),
                details);
    }

    private static String kept(JsonNode data, UUID person) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        data.properties().stream()
                .filter(field -> KEPT.contains(field.getKey()))
                .forEach(field -> details.set(field.getKey(), field.getValue()));
        // Who asked is the one place where an event names the person besides its subject.
        for (String who : Set.of("requestedBy", "by")) {
            if (details.path(who).isTextual()) {
                details.put(who, Person.withoutName(details.get(who).textValue(), person));
            }
        }
        return Person.withoutName(Json.write(details), person);
    }
}
