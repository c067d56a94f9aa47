package dev.quayside.audit.reading;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** SQL of what was done with a person's data. */
final class TrailStore {

    /**
     * A line of the trail, as callers see it.
     *
     * @param id of the entry in the audit that it was made of
     * @param pseudonym whose trail it is
     * @param stream the chain that has the entry
     */
    record Line(
            UUID id,
            Instant at,
            UUID pseudonym,
            String actor,
            String action,
            String subjectType,
            String subjectId,
            String result,
            String stream,
            @JsonRawValue String details) {}

    private TrailStore() {}

    /** Newest first, one more than the limit if there are as many. */
    static List<Line> list(Handle handle, UUID pseudonym, Optional<LogFilter.Position> after, int limit) {
        Query query = handle.createQuery(listSql(after.isPresent()));
        bind(query, pseudonym, after, limit);
        return query.map((row, context) -> line(row)).list();
    }

    static String listSql(boolean isLaterPage) {
        return """
                select id, occurred_at, pseudonym, actor, action, subject_type, subject_id, result, stream, details
                from gdpr_audit_trail where pseudonym = :pseudonym
                """ + (isLaterPage ? " and (occurred_at, id) < (:afterTime, :afterId)" : "")
                + " order by occurred_at desc, id desc limit :limit";
    }

    static void bind(Query query, UUID pseudonym, Optional<LogFilter.Position> after, int limit) {
        query.bind("pseudonym", pseudonym).bind("limit", limit + 1);
        after.ifPresent(
                position -> query.bind("afterTime", position.occurredAt()).bind("afterId", position.id()));
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getObject("id", UUID.class),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getObject("pseudonym", UUID.class),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject_type"),
                row.getString("subject_id"),
                row.getString("result"),
                row.getString("stream"),
                row.getString("details"));
    }
}
