package dev.quayside.housekeeping.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.kernel.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Whether a dead letter may be sent again, and as what. */
sealed interface Resubmission {

    /** Inboxes forget an event after 14 days; whoever has handled it would handle it again. */
    Duration REMEMBERED = Duration.ofDays(13);

    /** It is to be sent. */
    record Granted(String entity, String type, String subject, String traceparent, String body)
            implements Resubmission {

        /** @param messageId a new one: the topic still knows the old one, and would drop it as a duplicate */
        Outbox.Entry entry(UUID messageId) {
            return new Outbox.Entry(messageId, entity, type, subject, traceparent, body);
        }

        /** Without the body. */
        @Override
        public String toString() {
            return "Granted[" + entity + " " + type + "]";
        }
    }

    /** Nothing could be sent. */
    record Refused(DeadLetterProblem problem) implements Resubmission {}

    /** The edited body will not do. */
    record Unfit(String message) implements Resubmission {}

    /** @param edited what is to be sent in place of the body; null for the body itself */
    static Resubmission of(DeadLetter letter, String edited, Instant now) {
        if (!letter.isOpen()) {
            return new Refused(DeadLetterProblem.DEAD_LETTER_DECIDED);
        }
        if (!letter.source().takesMessages()) {
            return new Refused(DeadLetterProblem.DEAD_LETTER_OF_UNKNOWN_SOURCE);
        }
        if (letter.source().isTopic() && letter.diedAt().isBefore(now.minus(REMEMBERED))) {
            return new Refused(DeadLetterProblem.DEAD_LETTER_TOO_OLD);
        }
        if (edited == null) {
            Optional<String> body = letter.body().text();
            return body.isPresent()
                    ? granted(letter, letter.type(), body.get())
                    : new Refused(DeadLetterProblem.DEAD_LETTER_NOT_TEXT);
        }
        if (showsMask(edited)
                && !letter.body().text().map(Resubmission::showsMask).orElse(false)) {
            return new Unfit("has ***, which stands for what is not shown");
        }
        return letter.source().isTopic() ? editedEvent(letter, edited) : editedJson(letter, edited);
    }

    private static boolean showsMask(String text) {
        return text.contains("***");
    }

    private static Resubmission editedEvent(DeadLetter letter, String edited) {
        CloudEvent event;
        try {
            event = CloudEvent.parse(edited);
        } catch (MalformedEventException e) {
            return new Unfit("is no event: " + e.getMessage());
        }
        String id = letter.concern().eventId();
        // Under another id, those who have handled the event would handle it again.
        return id == null || id.equals(event.id())
                ? granted(letter, event.type(), edited)
                : new Unfit("must keep the event's id");
    }

    private static Resubmission editedJson(DeadLetter letter, String edited) {
        try {
            Json.readStrictly(edited, JsonNode.class);
            return granted(letter, letter.type(), edited);
        } catch (JsonProcessingException e) {
            return new Unfit("is not well-formed JSON");
        }
    }

    private static Granted granted(DeadLetter letter, String type, String body) {
        MessageProperties properties = letter.properties();
        return new Granted(letter.source().entity(), type, properties.subject(), properties.traceparent(), body);
    }
}
