package dev.quayside.housekeeping.deadletters;

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
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code dead_letters}. */
final class DeadLetterStore {

    private static final String SELECT = """
            select id, entity, subscription, type, subject, traceparent, reason, description, event_id,
                happened_at, order_id, customer_id, died_at, body, state, decided_by, decided_at, decision_reason,
                message_id, edited_body
            from dead_letters
            """;

    private DeadLetterStore() {}

    /** @return false if the message is kept already */
    static boolean insert(Handle handle, DeadLetter letter, byte[] fingerprint) {
        return handle.createUpdate("""
                        insert into dead_letters (id, fingerprint, entity, subscription, type, subject,
                            traceparent, reason, description, event_id, happened_at, order_id, customer_id, died_at,
                            body, is_text, state)
                        values (:id, :fingerprint, :entity, :subscription, :type, :subject,
                            :traceparent, :reason, :description, :eventId, :happenedAt, :orderId, :customerId,
                            :diedAt, :body, :isText, 'OPEN')
                        on conflict (fingerprint) do nothing
                        """)
                        .bind("id", letter.id())
                        .bind("fingerprint", fingerprint)
                        .bind("entity", letter.source().entity())
                        .bind("subscription", letter.source().subscription())
                        .bind("type", letter.type())
                        .bind("subject", letter.properties().subject())
                        .bind("traceparent", letter.properties().traceparent())
                        .bind("reason", letter.properties().reason())
                        .bind("description", letter.properties().description())
                        .bind("eventId", letter.concern().eventId())
                        .bind("happenedAt", letter.concern().happenedAt())
                        .bind("orderId", letter.concern().orderId())
                        .bind("customerId", letter.concern().customerId())
                        .bind("diedAt", letter.diedAt())
                        .bind("body", letter.body().bytes())
                        .bind("isText", letter.body().text().isPresent())
                        .execute()
                == 1;
    }

    /** Erases what came of a customer who is forgotten, as their erasure does. */
    static void erase(Handle transaction, UUID customerId, UUID pseudonym) {
        transaction
                .createQuery("select erase_dead_letters(:customerId, :pseudonym, 1000)")
                .bind("customerId", customerId)
                .bind("pseudonym", pseudonym)
                .mapTo(Integer.class)
                .one();
    }

    static Optional<DeadLetter> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT + " where id = :id")
                .bind("id", id)
                .map(DeadLetterStore::map)
                .findOne();
    }

    /** The dead letter, locked until this transaction ends. */
    static Optional<DeadLetter> lock(Handle transaction, UUID id) {
        return transaction
                .createQuery(SELECT + " where id = :id for update")
                .bind("id", id)
                .map(DeadLetterStore::map)
                .findOne();
    }

    /**
     * Open ones of a kind that can be sent as they are, oldest first; locked, those locked by others left out.
     *
     * @param type empty for messages without one
     * @param since those that died in a subscription earlier are left out
     */
    static List<DeadLetter> lockSendable(Handle transaction, Source source, String type, Instant since, int most) {
        return transaction
                .createQuery(SELECT + """
                         where source = :source and type = :type and state = 'OPEN' and is_text
                            and (subscription is null or died_at >= :since)
                        order by id limit :most for update skip locked
                        """)
                .bind("source", source.name())
                .bind("type", type)
                .bind("since", since)
                .bind("most", most)
                .map(DeadLetterStore::map)
                .list();
    }

    static void decide(Handle transaction, DeadLetter letter) {
        DeadLetter.Decision decision = letter.decision();
        transaction
                .createUpdate("""
                        update dead_letters
                        set state = :state, decided_by = :by, decided_at = :at, decision_reason = :reason,
                            message_id = :messageId, edited_body = :editedBody
                        where id = :id
                        """)
                .bind("id", letter.id())
                .bind("state", letter.state().name())
                .bind("by", decision.by())
                .bind("at", decision.at())
                .bind("reason", decision.reason())
                .bind("messageId", decision.messageId())
                .bind("editedBody", decision.editedBody())
                .execute();
    }

    /** Latest first, one more than the limit if there are as many. Each filter has an index that gives this order. */
    static List<DeadLetter> list(Handle handle, DeadLetterFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        filter.source().ifPresent(any -> conditions.add("source = :source"));
        filter.type().ifPresent(any -> conditions.add("type = :type"));
        filter.state().ifPresent(any -> conditions.add("state = :state"));
        filter.orderId().ifPresent(any -> conditions.add("order_id = :orderId"));
        filter.customerId().ifPresent(any -> conditions.add("customer_id = :customerId"));
        filter.after().ifPresent(any -> conditions.add("id < :after"));
        Query query = handle.createQuery(
                        SELECT + " where " + String.join(" and ", conditions) + " order by id desc limit :limit")
                .bind("limit", filter.limit() + 1);
        filter.source().ifPresent(value -> query.bind("source", value));
        filter.type().ifPresent(value -> query.bind("type", value));
        filter.state().ifPresent(value -> query.bind("state", value.name()));
        filter.orderId().ifPresent(value -> query.bind("orderId", value));
        filter.customerId().ifPresent(value -> query.bind("customerId", value));
        filter.after().ifPresent(value -> query.bind("after", value));
        return query.map(DeadLetterStore::map).list();
    }

    private static DeadLetter map(ResultSet row, StatementContext context) throws SQLException {
        return new DeadLetter(
                row.getObject("id", UUID.class),
                new Source(row.getString("entity"), row.getString("subscription")),
                row.getString("type"),
                new MessageProperties(
                        row.getString("type"),
                        row.getString("subject"),
                        row.getString("traceparent"),
                        row.getString("reason"),
                        row.getString("description")),
                new Concern(
                        row.getString("event_id"),
                        row.getString("type"),
                        instant(row, "happened_at"),
                        row.getObject("order_id", UUID.class),
                        row.getObject("customer_id", UUID.class)),
                instant(row, "died_at"),
                new Body(row.getBytes("body")),
                DeadLetterState.valueOf(row.getString("state")),
                decision(row));
    }

    private static DeadLetter.Decision decision(ResultSet row) throws SQLException {
        return row.getString("decided_by") == null
                ? null
                : new DeadLetter.Decision(
                        row.getString("decided_by"),
                        instant(row, "decided_at"),
                        row.getString("decision_reason"),
                        row.getObject("message_id", UUID.class),
                        row.getString("edited_body"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
