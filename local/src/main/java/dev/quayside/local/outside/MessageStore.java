package dev.quayside.local.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** What the providers of e-mail and text messages have brought. */
record MessageStore(Handle handle) {
    private static final ObjectMapper JSON = new ObjectMapper();

    MessageStore {
        handle.registerRowMapper(ConstructorMapper.factory(Message.class));
    }

    /** Returns false if a message with this key is there already. */
    boolean insert(Message message) {
        return handle.createUpdate("""
                        INSERT INTO message (id, system, idempotency_key, recipient, request, created_at)
                        VALUES (:id, :system, :idempotencyKey, :recipient, :request, :createdAt)
                        ON CONFLICT (system, idempotency_key) DO NOTHING""").bindMethods(message).execute() == 1;
    }

    Optional<Message> ofKey(String system, String idempotencyKey) {
        return handle.createQuery("SELECT * FROM message WHERE system = :system AND idempotency_key = :key")
                .bind("system", system)
                .bind("key", idempotencyKey)
                .mapTo(Message.class)
                .findOne();
    }

    /** Newest first; to everybody when {@code recipient} is null. */
    List<Message> messages(String system, String recipient, int limit) {
        return handle.createQuery("""
                        SELECT * FROM message
                         WHERE system = :system AND (:recipient::text IS NULL OR recipient = :recipient)
                         ORDER BY created_at DESC LIMIT :limit""")
                .bind("system", system)
                .bind("recipient", recipient)
                .bind("limit", limit)
                .mapTo(Message.class)
                .list();
    }

    /** @param request the message as it came, to tell a replay from a key used twice */
    public record Message(
            String id, String system, String idempotencyKey, String recipient, String request, Instant createdAt) {

        static Message fresh(String system, String key, JsonNode request, Instant now) {
            return new Message(
                    system + "_" + UUID.randomUUID().toString().replace("-", ""),
                    system,
                    key,
                    request.get("to").asText(),
                    request.toString(),
                    now.truncatedTo(ChronoUnit.MICROS));
        }

        /** Everything that was sent, and when. */
        ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", id)
                    .put("idempotencyKey", idempotencyKey)
                    .put("createdAt", createdAt.toString());
            try {
                return json.setAll((ObjectNode) JSON.readTree(request));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A stored message cannot be read", e);
            }
        }
    }
}
