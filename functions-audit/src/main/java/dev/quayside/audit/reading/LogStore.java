package dev.quayside.audit.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.audit.chain.ChainRow;
import dev.quayside.audit.chain.ErasureRecord;
import dev.quayside.audit.recording.Entry;
import dev.quayside.shared.kernel.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** SQL of what was recorded. */
final class LogStore {

    private static final String CONTENT = """
            id, occurred_at, received_at, actor, action, subject_type, subject_id, customer_id, address, result,
                trace_id, event_id, topic, details
            """;

    /** A row of a chain; the id tells rows apart that claim the same place. */
    record StoredRow(UUID id, ChainRow row) {}

    private LogStore() {}

    /** Newest first, one more than the limit if there are as many. Each filter has an index that gives this order. */
    static List<Entry> list(Handle handle, LogFilter filter) {
        Query query = handle.createQuery(listSql(filter));
        bind(query, filter);
        return query.map((row, context) -> entry(row)).list();
    }

    static String listSql(LogFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        filter.actor().ifPresent(any -> conditions.add("actor = :actor"));
        filter.action().ifPresent(any -> conditions.add("action = :action"));
        filter.subjectType().ifPresent(any -> conditions.add("subject_type = :subjectType"));
        filter.subjectId().ifPresent(any -> conditions.add("subject_id = :subjectId"));
        filter.customerId().ifPresent(any -> conditions.add("customer_id = :customerId"));
        filter.traceId().ifPresent(any -> conditions.add("trace_id = :traceId"));
        filter.from().ifPresent(any -> conditions.add("occurred_at >= :from"));
        filter.to().ifPresent(any -> conditions.add("occurred_at < :to"));
        // The first half alone lets PostgreSQL leave out the partitions of pages that were read.
        filter.after()
                .ifPresent(any ->
                        conditions.add("occurred_at <= :afterTime and (occurred_at, id) < (:afterTime, :afterId)"));
        return "select " + CONTENT + " from audit_logs where " + String.join(" and ", conditions)
                + " order by occurred_at desc, id desc limit :limit";
    }

    static void bind(Query query, LogFilter filter) {
        query.bind("limit", filter.limit() + 1);
        filter.actor().ifPresent(value -> query.bind("actor", value));
        filter.action().ifPresent(value -> query.bind("action", value));
        filter.subjectType().ifPresent(value -> query.bind("subjectType", value));
        filter.subjectId().ifPresent(value -> query.bind("subjectId", value));
        filter.customerId().ifPresent(value -> query.bind("customerId", value));
        filter.traceId().ifPresent(value -> query.bind("traceId", value));
        filter.from().ifPresent(value -> query.bind("from", value));
        filter.to().ifPresent(value -> query.bind("to", value));
        filter.after()
                .ifPresent(value -> query.bind("afterTime", value.occurredAt()).bind("afterId", value.id()));
    }

    /** Lets the whole transaction see one moment: rows and heads that belong together. First in its transaction. */
    static void freeze(Handle transaction) {
        transaction.execute("set transaction isolation level repeatable read");
    }

    /** Where a chain ends; empty if its head is gone. */
    static Optional<ChainEnd> head(Handle handle, String stream) {
        return handle.createQuery("select seq, encode(link, 'hex') as link from chain_heads where stream = :stream")
                .bind("stream", stream)
                .map((row, context) -> end(row))
                .findOne();
    }

    /** Where a chain starts: after what retention removed of it. */
    static ChainEnd start(Handle handle, String stream) {
        return handle.createQuery("select seq, encode(link, 'hex') as link from chain_starts where stream = :stream")
                .bind("stream", stream)
                .map((row, context) -> end(row))
                .findOne()
                // What the database says of the very beginning needs no belief.
                .filter(start -> start.seq() > 0)
                .orElseGet(() -> ChainEnd.start(stream));
    }

    /** The row at a place, or the start of the chain; empty if there is none. */
    static Optional<ChainEnd> from(Handle handle, String stream, long after) {
        ChainEnd start = start(handle, stream);
        return after <= start.seq() ? Optional.of(start) : at(handle, stream, after);
    }

    private static Optional<ChainEnd> at(Handle handle, String stream, long seq) {
        return handle.createQuery("""
                        select seq, encode(link, 'hex') as link from audit_logs
                        where stream = :stream and seq = :seq order by id limit 1
                        """)
                .bind("stream", stream)
                .bind("seq", seq)
                .map((row, context) -> end(row))
                .findOne();
    }

    /**
     * Where rows of a time are, or would be.
     *
     * @param before the last place before the first row that happened then or later; 0 if there is none
     * @param last the last place whose row happened then or earlier; 0 if there is none
     */
    record Places(long before, long last) {}

    static Places places(Handle handle, String stream, Instant from, Instant to) {
        return handle.createQuery("""
                        select coalesce((select max(seq) from audit_logs
                                where stream = :stream and (first is null or seq < first)), 0) as before,
                            coalesce(last, 0) as last
                        from (select
                            (select min(seq) from audit_logs where stream = :stream and occurred_at >= :from) as first,
                            (select max(seq) from audit_logs where stream = :stream and occurred_at < :to) as last
                        ) bounds
                        """)
                .bind("stream", stream)
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Places(row.getLong("before"), row.getLong("last")))
                .one();
    }

    /** The first place after a place that has a row. */
    static Optional<Long> next(Handle handle, String stream, long seq) {
        return handle.createQuery("select min(seq) from audit_logs where stream = :stream and seq > :seq")
                .bind("stream", stream)
                .bind("seq", seq)
                .mapTo(Long.class)
                .findOne();
    }

    /**
     * The rows of a chain after a row, in the order of their places.
     *
     * @param onlyErasures those that say what was erased: these have an index of their own
     */
    static List<StoredRow> rowsAfter(Handle handle, String stream, boolean onlyErasures, long seq, UUID id, int limit) {
        return handle.createQuery(
                        "select " + CONTENT + """
                            , seq, encode(salt, 'hex') as salt, encode(commitment, 'hex') as commitment,
                            encode(link, 'hex') as link
                        from audit_logs
                        where stream = :stream and seq >= :seq and (seq, id) > (:seq, :id)
                        """ + (onlyErasures ? " and action = '" + ErasureRecord.ACTION + "'" : "")
                                + " order by seq, id limit :limit")
                .bind("stream", stream)
                .bind("seq", seq)
                .bind("id", id)
                .bind("limit", limit)
                .map((row, context) -> storedRow(row))
                .list();
    }

    private static StoredRow storedRow(ResultSet row) throws SQLException {
        Entry entry = entry(row);
        return new StoredRow(
                entry.id(),
                new ChainRow(
                        row.getLong("seq"),
                        row.getString("salt"),
                        row.getString("commitment"),
                        row.getString("link"),
                        entry.erased() ? null : entry.content(),
                        false));
    }

    private static ChainEnd end(ResultSet row) throws SQLException {
        return new ChainEnd(row.getLong("seq"), row.getString("link"));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getObject("id", UUID.class),
                instant(row, "occurred_at"),
                instant(row, "received_at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject_type"),
                row.getString("subject_id"),
                row.getObject("customer_id", UUID.class),
                row.getString("address"),
                row.getString("result"),
                row.getString("trace_id"),
                row.getString("event_id"),
                row.getString("topic"),
                details(row.getString("details")));
    }

    private static JsonNode details(String json) {
        try {
            return json == null ? null : Json.read(json, JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The details of an entry are no JSON", e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
