package dev.quayside.local.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quayside.local.outside.MessageStore.Message;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/**
 * A provider of messages: takes them, at most one an Idempotency-Key, and shows what it took to whoever is curious.
 *
 * @param system its name in URLs
 * @param address what it can bring messages to
 * @param texts the fields of a message besides {@code to}
 * @param longest of a field, in characters
 */
record MessageService(String system, Pattern address, List<String> texts, int longest, Jdbi jdbi, Clock clock) {

    static MessageService mail(Jdbi jdbi, Clock clock) {
        return new MessageService(
                "mail", Pattern.compile("[^\\s@]+@[^\\s@]+"), List.of("subject", "html"), 1_000_000, jdbi, clock);
    }

    static MessageService sms(Jdbi jdbi, Clock clock) {
        return new MessageService("sms", Pattern.compile("\\+\\d{7,15}"), List.of("text"), 1_600, jdbi, clock);
    }

    /** @param decline whether a fault switch makes it refuse every message */
    Answer handle(Call call, boolean decline) {
        if (call.is("POST", "messages")) {
            return call.idempotencyKey()
                    .map(key -> take(key, call.body(), decline))
                    .orElseGet(Replies::keyRequired);
        }
        return call.is("GET", "messages") ? messages(call) : Replies.noSuchRoute();
    }

    private Answer take(String key, JsonNode body, boolean decline) {
        Optional<Answer> refusal = refusal(body, decline);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Message wanted = Message.fresh(system, key, body, clock.instant());
        boolean isNew = jdbi.withHandle(handle -> new MessageStore(handle).insert(wanted));
        Message stored = isNew
                ? wanted
                : jdbi.withHandle(handle -> new MessageStore(handle).ofKey(system, key))
                        .orElseThrow();
        return stored.request().equals(wanted.request())
                ? Answer.of(isNew ? 201 : 200, stored.toJson())
                : Replies.keyReused();
    }

    private Optional<Answer> refusal(JsonNode body, boolean decline) {
        for (String field : texts) {
            if (body.path(field).asText().isBlank()) {
                return Optional.of(Answer.error(400, "invalid_request", "to and " + texts + " are needed."));
            }
            if (body.path(field).asText().length() > longest) {
                return Optional.of(Answer.error(422, "too_long", "At most " + longest + " characters can be sent."));
            }
        }
        boolean reaches = address.matcher(body.path("to").asText()).matches();
        return reaches && !decline
                ? Optional.empty()
                : Optional.of(Answer.error(422, "invalid_recipient", "This address takes no messages."));
    }

    private Answer messages(Call call) {
        String key = call.parameters().get("idempotencyKey");
        List<Message> found = jdbi.withHandle(handle -> {
            MessageStore store = new MessageStore(handle);
            return key == null
                    ? store.messages(system, call.parameters().get("to"), call.limit())
                    : store.ofKey(system, key).stream().toList();
        });
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        found.forEach(message -> items.add(message.toJson()));
        return Answer.of(200, JsonNodeFactory.instance.objectNode().set("items", items));
    }
}
