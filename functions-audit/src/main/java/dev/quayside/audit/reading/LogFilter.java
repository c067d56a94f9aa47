package dev.quayside.audit.reading;

import dev.quayside.shared.auth.Role;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.ProblemException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which entries are asked for.
 *
 * @param from happened then or later
 * @param to happened before
 * @param after where the last page ended
 */
record LogFilter(
        Optional<String> actor,
        Optional<String> action,
        Optional<String> subjectType,
        Optional<String> subjectId,
        Optional<UUID> customerId,
        Optional<String> traceId,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Position> after,
        int limit) {

    /** A place in the list, newest first. */
    record Position(Instant occurredAt, UUID id) {

        static Position of(Cursor cursor) {
            return new Position(cursor.instant(0), cursor.uuid(1));
        }
    }

    static LogFilter of(Call call) {
        LogFilter filter = new LogFilter(
                call.query("actor"),
                call.query("action"),
                call.query("subjectType"),
                call.query("subjectId"),
                call.queryId("customerId"),
                call.query("traceId"),
                call.queryInstant("from"),
                call.queryInstant("to"),
                call.cursor(2).map(Position::of),
                call.limit());
        if (filter.subjectType.isPresent() != filter.subjectId.isPresent()) {
            String missing = filter.subjectType.isPresent() ? "subjectId" : "subjectType";
            throw ProblemException.invalidParameter(missing, "is required: a subject has a type and an id");
        }
        if (filter.customerId.isEmpty() && !call.caller().has(Role.ADMIN)) {
            throw ProblemException.invalidParameter("customerId", "is required: customer service sees one trail");
        }
        return filter;
    }
}
