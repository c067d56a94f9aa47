package dev.quayside.local.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The shipping service's books. */
record ShipmentStore(Handle handle) {
    ShipmentStore {
        handle.registerRowMapper(ConstructorMapper.factory(Shipment.class));
    }

    /** Returns false if a shipment with this key is there already. */
    boolean insert(Shipment shipment) {
        return handle.createUpdate("""
                        INSERT INTO shipment (id, idempotency_key, reference, request, tracking_number, status,
                                              created_at)
                        VALUES (:id, :idempotencyKey, :reference, :request, :trackingNumber, :status, :createdAt)
                        ON CONFLICT (idempotency_key) DO NOTHING""")
                        .bind("id", shipment.id)
                        .bind("idempotencyKey", shipment.idempotencyKey)
                        .bind("reference", shipment.reference)
                        .bind("request", shipment.request)
                        .bind("trackingNumber", shipment.trackingNumber)
                        .bind("status", shipment.status)
                        .bind("createdAt", shipment.createdAt)
                        .execute()
                == 1;
    }

    Optional<Shipment> shipment(String id) {
        return handle.createQuery("SELECT * FROM shipment WHERE id = :id")
                .bind("id", id)
                .mapTo(Shipment.class)
                .findOne();
    }

    Optional<Shipment> ofKey(String idempotencyKey) {
        return handle.createQuery("SELECT * FROM shipment WHERE idempotency_key = :key")
                .bind("key", idempotencyKey)
                .mapTo(Shipment.class)
                .findOne();
    }

    /** Newest first; of all references when {@code reference} is null. */
    List<Shipment> shipments(String reference, int limit) {
        return handle.createQuery("""
                        SELECT * FROM shipment
                         WHERE :reference::text IS NULL OR reference = :reference
                         ORDER BY created_at DESC LIMIT :limit""")
                .bind("reference", reference)
                .bind("limit", limit)
                .mapTo(Shipment.class)
                .list();
    }

    /** Cancels; a second time changes nothing. Empty if there is no such shipment. */
    Optional<Shipment> cancel(String id) {
        return handle.createQuery("UPDATE shipment SET status = 'cancelled' WHERE id = :id RETURNING *")
                .bind("id", id)
                .mapTo(Shipment.class)
                .findOne();
    }

    /** @param request the booking as it came, to tell a replay from a key used twice */
    record Shipment(
            String id,
            String idempotencyKey,
            String reference,
            String request,
            String trackingNumber,
            String status,
            Instant createdAt) {

        static Shipment fresh(String key, JsonNode request, Instant now) {
            String number = UUID.randomUUID().toString().replace("-", "");
            return new Shipment(
                    "sh_" + number,
                    key,
                    request.get("reference").asText(),
                    request.toString(),
                    "QS" + number.substring(0, 12).toUpperCase(Locale.ROOT),
                    "booked",
                    now.truncatedTo(ChronoUnit.MICROS));
        }

        boolean isBooked() {
            return status.equals("booked");
        }

        ObjectNode toJson() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("id", id)
                    .put("trackingNumber", trackingNumber)
                    .put("status", status)
                    .put("reference", reference)
                    .put("idempotencyKey", idempotencyKey)
                    .put("createdAt", createdAt.toString());
        }
    }
}
