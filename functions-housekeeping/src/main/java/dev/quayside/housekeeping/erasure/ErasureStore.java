package dev.quayside.housekeeping.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.kernel.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables {@code erasures} and {@code erasure_parts}. */
final class ErasureStore {

    private static final String SELECT = """
            select id, customer_id, pseudonym, requested_by, requested_at, state, reason, alerted_at, next_at,
                completed_at, sha256
            from erasures
            """;

    private ErasureStore() {}

    /** @return false if it is there already */
    static boolean insert(Handle transaction, Erasure erasure) {
        boolean isNew = transaction
                        .createUpdate("""
                                insert into erasures (id, customer_id, pseudonym, requested_by, requested_at, state,
                                    reason, alerted_at, next_at)
                                values (:id, :customerId, :pseudonym, :requestedBy, :requestedAt, :state,
                                    :reason, :alertedAt, :nextAt)
                                on conflict (id) do nothing
                                """)
                        .bind("id", erasure.id())
                        .bind("customerId", erasure.customerId())
                        .bind("pseudonym", erasure.pseudonym())
                        .bind("requestedBy", erasure.requestedBy())
                        .bind("requestedAt", erasure.requestedAt())
                        .bind("state", erasure.state().name())
                        .bind("reason", erasure.reason())
                        .bind("alertedAt", erasure.alertedAt())
                        .bind("nextAt", erasure.nextAt())
                        .execute()
                == 1;
        if (isNew) {
            PreparedBatch parts = transaction.prepareBatch("""
                    insert into erasure_parts (erasure_id, app) values (:erasureId, :app)
                    """);
            erasure.parts()
                    .forEach(part -> parts.bind("erasureId", erasure.id())
                            .bind("app", part.app())
                            .add());
            parts.execute();
        }
        return isNew;
    }

    static Optional<Erasure> find(Handle handle, UUID id) {
        return withParts(handle, handle.createQuery(SELECT + " where id = :id").bind("id", id)).stream()
                .findFirst();
    }

    /** The erasure, locked until this transaction ends. */
    static Optional<Erasure> lock(Handle transaction, UUID id) {
        return withParts(
                        transaction,
                        transaction
                                .createQuery(SELECT + " where id = :id for update")
                                .bind("id", id))
                .stream()
                .findFirst();
    }

    /** Those of a customer that are not over, locked. */
    static List<Erasure> lockOpen(Handle transaction, UUID pseudonym) {
        return withParts(transaction, transaction.createQuery(SELECT + """
                         where pseudonym = :pseudonym and state in ('RUNNING', 'WAITING', 'BLOCKED')
                        order by id for update
                        """).bind("pseudonym", pseudonym));
    }

    /** Those at which the timer has to look, longest due first; locked, those locked by others left out. */
    static List<Erasure> lockDue(Handle transaction, Instant now, int most) {
        return withParts(
                transaction,
                transaction
                        .createQuery(
                                SELECT + " where next_at <= :now order by next_at limit :most for update skip locked")
                        .bind("now", now)
                        .bind("most", most));
    }

    /** Whether every app has forgotten a customer. */
    static boolean isForgotten(Handle handle, UUID pseudonym) {
        return handle.createQuery("""
                        select exists (select from erasures where pseudonym = :pseudonym
                            and state in ('CERTIFYING', 'COMPLETED'))
                        """)
                .bind("pseudonym", pseudonym)
                .mapTo(Boolean.class)
                .one();
    }

    /** Writes how far it is; who and when stay. */
    static void update(Handle transaction, Erasure erasure) {
        transaction
                .createUpdate("""
                        update erasures
                        set state = :state, reason = :reason, alerted_at = :alertedAt, next_at = :nextAt
                        where id = :id
                        """)
                .bind("id", erasure.id())
                .bind("state", erasure.state().name())
                .bind("reason", erasure.reason())
                .bind("alertedAt", erasure.alertedAt())
                .bind("nextAt", erasure.nextAt())
                .execute();
        PreparedBatch parts = transaction.prepareBatch("""
                update erasure_parts
                set attempts = :attempts, unanswered = :unanswered, asked_at = :askedAt,
                    valid_for = :validFor * interval '1 second', valid_until = :validUntil, answered_at = :answeredAt, outcome = :outcome, reason = :reason,
                    tables = cast(:tables as jsonb)
                where erasure_id = :erasureId and app = :app
                """);
        erasure.parts()
                .forEach(part -> parts.bind("erasureId", erasure.id())
                        .bind("app", part.app())
                        .bind("attempts", part.attempts())
                        .bind("unanswered", part.unanswered())
                        .bind("validFor", part.validFor().toSeconds())
                        .bind("askedAt", part.askedAt())
                        .bind("validUntil", part.validUntil())
                        .bind("answeredAt", part.answeredAt())
                        .bind(
                                "outcome",
                                part.outcome() == null ? null : part.outcome().name())
                        .bind("reason", part.reason())
                        .bind("tables", Json.write(part.tables()))
                        .add());
        parts.execute();
    }

    /** Nothing names the customer any more. */
    static void complete(Handle transaction, Certificate certificate) {
        transaction
                .createUpdate("""
                        update erasures
                        set state = 'COMPLETED', next_at = null, customer_id = pseudonym, requested_by = :requestedBy,
                            completed_at = :completedAt, certificate = :text, sha256 = :sha256
                        where id = :id
                        """)
                .bind("id", certificate.content().erasureId())
                .bind("requestedBy", certificate.content().requestedBy())
                .bind("completedAt", certificate.content().completedAt())
                .bind("text", certificate.text())
                .bind("sha256", certificate.sha256())
                .execute();
    }

    /** The certificate as it was written; empty if there is none yet. */
    static Optional<String> certificate(Handle handle, UUID id) {
        return handle.createQuery("select certificate from erasures where id = :id and state = 'COMPLETED'")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** Latest first, one more than the limit if there are as many. Each filter has an index that gives this order. */
    static List<Erasure> list(Handle handle, ErasureFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        filter.state().ifPresent(any -> conditions.add("state = :state"));
        filter.pseudonym().ifPresent(any -> conditions.add("pseudonym = :pseudonym"));
        filter.after().ifPresent(any -> conditions.add("id < :after"));
        Query query = handle.createQuery(
                        SELECT + " where " + String.join(" and ", conditions) + " order by id desc limit :limit")
                .bind("limit", filter.limit() + 1);
        filter.state().ifPresent(value -> query.bind("state", value.name()));
        filter.pseudonym().ifPresent(value -> query.bind("pseudonym", value));
        filter.after().ifPresent(value -> query.bind("after", value));
        return withParts(handle, query);
    }

    private static List<Erasure> withParts(Handle handle, Query query) {
        List<Erasure> bare = query.map(ErasureStore::erasure).list();
        if (bare.isEmpty()) {
            return bare;
        }
        Map<UUID, List<Part>> parts =
                parts(handle, bare.stream().map(Erasure::id).toArray(UUID[]::new));
        return bare.stream()
                .map(erasure -> erasure.withParts(parts.get(erasure.id())))
                .toList();
    }

    private static Map<UUID, List<Part>> parts(Handle handle, UUID[] erasures) {
        record OfErasure(UUID id, Part part) {}
        return handle
                .createQuery("""
                        select erasure_id, app, attempts, unanswered, asked_at, extract(epoch from valid_for) as valid_for, valid_until, answered_at, outcome,
                            reason, tables
                        from erasure_parts where erasure_id = any(:erasures)
                        """)
                .bind("erasures", erasures)
                .map((row, context) -> new OfErasure(row.getObject("erasure_id", UUID.class), part(row)))
                .stream()
                .sorted(Comparator.comparing(
                        entry -> Phases.apps().indexOf(entry.part().app())))
                .collect(
                        Collectors.groupingBy(OfErasure::id, Collectors.mapping(OfErasure::part, Collectors.toList())));
    }

    private static Erasure erasure(ResultSet row, StatementContext context) throws SQLException {
        Instant completedAt = instant(row, "completed_at");
        return new Erasure(
                row.getObject("id", UUID.class),
                row.getObject("customer_id", UUID.class),
                row.getObject("pseudonym", UUID.class),
                row.getString("requested_by"),
                instant(row, "requested_at"),
                ErasureState.valueOf(row.getString("state")),
                row.getString("reason"),
                instant(row, "alerted_at"),
                instant(row, "next_at"),
                completedAt == null ? null : new Erasure.Proof(completedAt, row.getString("sha256")),
                List.of());
    }

    private static Part part(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Part(
                row.getString("app"),
                row.getInt("attempts"),
                row.getInt("unanswered"),
                instant(row, "asked_at"),
                Duration.ofSeconds(row.getLong("valid_for")),
                instant(row, "valid_until"),
                instant(row, "answered_at"),
                outcome == null ? null : Outcome.valueOf(outcome),
                row.getString("reason"),
                tables(row.getString("tables")));
    }

    private static List<ErasedTable> tables(String json) {
        try {
            return List.of(Json.read(json, ErasedTable[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written cannot be read", e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
