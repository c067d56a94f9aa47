package dev.quayside.housekeeping.deadletters;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that no consumer could handle, and what was decided of it.
 *
 * @param type of the event, or empty
 * @param decision null while it is open
 */
record DeadLetter(
        UUID id,
        Source source,
        String type,
        MessageProperties properties,
        Concern concern,
        Instant diedAt,
        Body body,
        DeadLetterState state,
        Decision decision) {

    /**
     * What somebody decided.
     *
     * @param reason in their words; null if they gave none
     * @param messageId under which it was sent again; null if it was not
     * @param editedBody what was sent in place of the body; null if the body was
     */
    record Decision(String by, Instant at, String reason, UUID messageId, String editedBody) {}

    static DeadLetter found(UUID id, DeadMessage message, Instant now) {
        Concern concern = Concern.of(message.body());
        MessageProperties properties = message.properties();
        return new DeadLetter(
                id,
                message.source(),
                properties.type().isEmpty() ? concern.type() : properties.type(),
                properties,
                concern,
                message.diedAt().orElse(now),
                message.body(),
                DeadLetterState.OPEN,
                null);
    }

    boolean isOpen() {
        return state == DeadLetterState.OPEN;
    }

    DeadLetter decided(DeadLetterState as, Decision decided) {
        return new DeadLetter(id, source, type, properties, concern, diedAt, body, as, decided);
    }
}
