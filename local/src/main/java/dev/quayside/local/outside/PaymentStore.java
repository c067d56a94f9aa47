package dev.quayside.local.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The payment gateway's books. */
record PaymentStore(Handle handle) {
    PaymentStore {
        handle.registerRowMapper(ConstructorMapper.factory(Charge.class));
        handle.registerRowMapper(ConstructorMapper.factory(Refund.class));
    }

    /** Returns false if a charge with this key is there already. */
    boolean insert(Charge charge) {
        return handle.createUpdate("""
                        INSERT INTO charge (id, idempotency_key, amount, currency, payment_method, reference, status,
                                            created_at)
                        VALUES (:id, :idempotencyKey, :amount, :currency, :paymentMethod, :reference, :status,
                                :createdAt)
                        ON CONFLICT (idempotency_key) DO NOTHING""")
                        .bind("id", charge.id)
                        .bind("idempotencyKey", charge.idempotencyKey)
                        .bind("amount", charge.amount)
                        .bind("currency", charge.currency)
                        .bind("paymentMethod", charge.paymentMethod)
                        .bind("reference", charge.reference)
                        .bind("status", charge.status)
                        .bind("createdAt", charge.createdAt)
                        .execute()
                == 1;
    }

    Optional<Charge> charge(String id) {
        return handle.createQuery("SELECT * FROM charge WHERE id = :id")
                .bind("id", id)
                .mapTo(Charge.class)
                .findOne();
    }

    Optional<Charge> lockCharge(String id) {
        return handle.createQuery("SELECT * FROM charge WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .mapTo(Charge.class)
                .findOne();
    }

    Optional<Charge> chargeOf(String idempotencyKey) {
        return handle.createQuery("SELECT * FROM charge WHERE idempotency_key = :key")
                .bind("key", idempotencyKey)
                .mapTo(Charge.class)
                .findOne();
    }

    /**
     * Which charges to list; null means all.
     *
     * @param createdTo exclusive
     * @param startingAfter the id of the last charge of the page before
     */
    record ChargeFilter(String reference, Instant createdFrom, Instant createdTo, String startingAfter) {}

    /** Newest first. */
    List<Charge> charges(ChargeFilter filter, int limit) {
        return handle.createQuery("""
                        SELECT * FROM charge
                         WHERE (:reference::text IS NULL OR reference = :reference)
                           AND (:createdFrom::timestamptz IS NULL OR created_at >= :createdFrom)
                           AND (:createdTo::timestamptz IS NULL OR created_at < :createdTo)
                           AND (:startingAfter::text IS NULL OR (created_at, id) <
                                (SELECT last.created_at, last.id FROM charge last WHERE last.id = :startingAfter))
                         ORDER BY created_at DESC, id DESC LIMIT :limit""")
                .bind("reference", filter.reference)
                .bind("createdFrom", filter.createdFrom)
                .bind("createdTo", filter.createdTo)
                .bind("startingAfter", filter.startingAfter)
                .bind("limit", limit)
                .mapTo(Charge.class)
                .list();
    }

    boolean insert(Refund refund) {
        return handle.createUpdate("""
                        INSERT INTO refund (id, idempotency_key, charge_id, amount, created_at)
                        VALUES (:id, :idempotencyKey, :chargeId, :amount, :createdAt)
                        ON CONFLICT (idempotency_key) DO NOTHING""")
                        .bind("id", refund.id)
                        .bind("idempotencyKey", refund.idempotencyKey)
                        .bind("chargeId", refund.chargeId)
                        .bind("amount", refund.amount)
                        .bind("createdAt", refund.createdAt)
                        .execute()
                == 1;
    }

    Optional<Refund> refundOf(String idempotencyKey) {
        return handle.createQuery("SELECT * FROM refund WHERE idempotency_key = :key")
                .bind("key", idempotencyKey)
                .mapTo(Refund.class)
                .findOne();
    }

    /** Newest first; of all charges when {@code chargeId} is null. */
    List<Refund> refunds(String chargeId, int limit) {
        return handle.createQuery("""
                        SELECT * FROM refund
                         WHERE :chargeId::text IS NULL OR charge_id = :chargeId
                         ORDER BY created_at DESC LIMIT :limit""")
                .bind("chargeId", chargeId)
                .bind("limit", limit)
                .mapTo(Refund.class)
                .list();
    }

    /** What has been given back of a charge, in minor units. */
    long refunded(String chargeId) {
        return handle.createQuery("SELECT coalesce(sum(amount), 0) FROM refund WHERE charge_id = :id")
                .bind("id", chargeId)
                .mapTo(long.class)
                .one();
    }

    /** PostgreSQL keeps microseconds; an answer and its replay must not differ. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    record Charge(
            String id,
            String idempotencyKey,
            long amount,
            String currency,
            String paymentMethod,
            String reference,
            String status,
            Instant createdAt) {

        static Charge fresh(String key, JsonNode request, String status) {
            return new Charge(
                    PaymentStore.id("ch_"),
                    key,
                    request.get("amount").asLong(),
                    request.get("currency").asText(),
                    request.get("paymentMethod").asText(),
                    request.get("reference").asText(),
                    status,
                    now());
        }

        boolean isDeclined() {
            return status.equals("declined");
        }

        boolean isSameRequest(Charge other) {
            return amount == other.amount
                    && currency.equals(other.currency)
                    && paymentMethod.equals(other.paymentMethod)
                    && reference.equals(other.reference);
        }

        ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", id)
                    .put("status", status)
                    .put("amount", amount)
                    .put("currency", currency)
                    .put("reference", reference)
                    .put("idempotencyKey", idempotencyKey)
                    .put("createdAt", createdAt.toString());
            return isDeclined() ? json.put("code", "card_declined").put("message", "The card was declined.") : json;
        }
    }

    record Refund(String id, String idempotencyKey, String chargeId, long amount, Instant createdAt) {
        static Refund fresh(String key, String chargeId, long amount) {
            return new Refund(PaymentStore.id("re_"), key, chargeId, amount, now());
        }

        boolean isSameRequest(Refund other) {
            return amount == other.amount && chargeId.equals(other.chargeId);
        }

        ObjectNode toJson() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("id", id)
                    .put("status", "refunded")
                    .put("chargeId", chargeId)
                    .put("amount", amount)
                    .put("idempotencyKey", idempotencyKey)
                    .put("createdAt", createdAt.toString());
        }
    }
}
