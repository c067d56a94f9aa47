package dev.quayside.housekeeping.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.telemetry.MaskedJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A dead letter as employees see it: without personal data, unless one is asked for whole.
 *
 * @param type absent if the message has none
 * @param reason Service Bus's word for why it gave up
 * @param happenedAt when the event happened, if the body says
 * @param body masked, its first characters if it is long, absent if it is no JSON; whole and as it came where one is
 *     asked for
 * @param bodyBase64 the whole body where it is no text; absent otherwise
 * @param editedBody what was sent in its place; absent in lists
 * @param bodyBytes how large the body is
 * @param bodyIsText false if the body can be sent again only after an edit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterView(
        UUID id,
        String source,
        String type,
        DeadLetterState state,
        String reason,
        String description,
        String eventId,
        UUID orderId,
        UUID customerId,
        Instant happenedAt,
        Instant diedAt,
        long ageSeconds,
        String body,
        String bodyBase64,
        String editedBody,
        int bodyBytes,
        boolean bodyIsText,
        DecisionView decision) {

    /**
     * What somebody decided.
     *
     * @param reason absent if they gave none
     * @param messageId under which it was sent again; absent if it was not
     * @param edited whether something else was sent than what died
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DecisionView(String by, Instant at, String reason, UUID messageId, boolean edited) {

        private static DecisionView of(DeadLetter.Decision decision) {
            return decision == null
                    ? null
                    : new DecisionView(
                            decision.by(),
                            decision.at(),
                            decision.reason(),
                            decision.messageId(),
                            decision.editedBody() != null);
        }
    }

    static DeadLetterView of(DeadLetter letter, Instant now) {
        return of(letter, now, letter.body().masked().orElse(null), null, null);
    }

    /** With all that came, personal data included: for who is to mend it, and is on record for having seen it. */
    static DeadLetterView whole(DeadLetter letter, Instant now) {
        Optional<String> text = letter.body().text();
        return of(
                letter,
                now,
                text.orElse(null),
                text.isPresent()
                        ? null
                        : Base64.getEncoder().encodeToString(letter.body().bytes()),
                letter.decision() == null ? null : letter.decision().editedBody());
    }

    private static DeadLetterView of(
            DeadLetter letter, Instant now, String body, String bodyBase64, String editedBody) {
        Concern concern = letter.concern();
        return new DeadLetterView(
                letter.id(),
                letter.source().name(),
                shown(letter.type()),
                letter.state(),
                shown(letter.properties().reason()),
                shown(letter.properties().description()),
                concern.eventId(),
                concern.orderId(),
                concern.customerId(),
                concern.happenedAt(),
                letter.diedAt(),
                Math.max(0, Duration.between(letter.diedAt(), now).toSeconds()),
                body,
                bodyBase64,
                editedBody,
                letter.body().size(),
                letter.body().text().isPresent(),
                DecisionView.of(letter.decision()));
    }

    private static String shown(String text) {
        return text.isEmpty() ? null : MaskedJson.text(text);
    }
}
