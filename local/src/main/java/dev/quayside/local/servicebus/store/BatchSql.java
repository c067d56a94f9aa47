package dev.quayside.local.servicebus.store;

import dev.quayside.local.servicebus.store.Write.RememberedId;
import dev.quayside.local.servicebus.store.Write.RuleKey;
import dev.quayside.local.servicebus.store.Write.SessionKey;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Writes a merged {@link Write}: one statement a kind of change, whatever their number. */
final class BatchSql {

    /** Numbers are reserved in blocks, so that most transactions need not touch the counter. */
    private static final long RESERVE = 100_000;

    private static final String INSERT = """
            WITH contents AS (
                INSERT INTO content (id, bytes) SELECT * FROM unnest(?::bigint[], ?::bytea[])
            ), remembered AS (
                INSERT INTO remembered_id (entity, message_id, until)
                SELECT * FROM unnest(?::integer[], ?::text[], ?::bigint[])
            )
            INSERT INTO message (sequence, entity, content, state, delivery_count, enqueued_at, expires_at,
                                 scheduled_for, session_id, changes, dead_letter_source, dead_letter_reason,
                                 dead_letter_description)
            SELECT * FROM unnest(?::bigint[], ?::integer[], ?::bigint[], ?::smallint[], ?::integer[], ?::bigint[],
                                 ?::bigint[], ?::bigint[], ?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[])
            """;

    private static final String UPDATE_MESSAGES = """
            UPDATE message
               SET entity = new.entity, content = new.content, state = new.state,
                   delivery_count = new.delivery_count, enqueued_at = new.enqueued_at,
                   expires_at = new.expires_at, scheduled_for = new.scheduled_for, session_id = new.session_id,
                   changes = new.changes, dead_letter_source = new.dead_letter_source,
                   dead_letter_reason = new.dead_letter_reason,
                   dead_letter_description = new.dead_letter_description
              FROM unnest(?::bigint[], ?::integer[], ?::bigint[], ?::smallint[], ?::integer[], ?::bigint[],
                          ?::bigint[], ?::bigint[], ?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[])
                   AS new (sequence, entity, content, state, delivery_count, enqueued_at, expires_at,
                           scheduled_for, session_id, changes, dead_letter_source, dead_letter_reason,
                           dead_letter_description)
             WHERE message.sequence = new.sequence
            """;

    private static final String DELETE = """
            WITH messages AS (DELETE FROM message WHERE sequence = ANY (?))
            DELETE FROM content WHERE id = ANY (?)
            """;

    private final Connection connection;
    private long reserved;

    BatchSql(Connection connection, long reserved) {
        this.connection = connection;
        this.reserved = reserved;
    }

    /** Writes everything in the connection's current transaction. */
    void write(Write batch) throws SQLException {
        reserve(batch.highestNumber());
        insert(batch.contents, batch.remembered, batch.inserted);
        update(batch.updated.values());
        delete(batch.deleted, batch.deletedContents);
        forget(batch.forgetIdsBefore);
        sessionStates(batch.sessionStates);
        rules(batch.rules);
    }

    private void reserve(long highest) throws SQLException {
        if (highest <= reserved) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE counter SET reserved = ?")) {
            update.setLong(1, highest + RESERVE);
            update.executeUpdate();
        }
        reserved = highest + RESERVE;
    }

    private void insert(Map<Long, byte[]> contents, List<RememberedId> ids, List<MessageRow> messages)
            throws SQLException {
        if (contents.isEmpty() && ids.isEmpty() && messages.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            array(insert, 1, "int8", contents.keySet().toArray(Long[]::new));
            array(insert, 2, "bytea", contents.values().toArray(byte[][]::new));
            column(insert, 3, "int4", ids, RememberedId::entity, Integer[]::new);
            column(insert, 4, "text", ids, RememberedId::messageId, String[]::new);
            column(insert, 5, "int8", ids, RememberedId::until, Long[]::new);
            messages(insert, 6, messages);
            insert.executeUpdate();
        }
    }

    private void update(Collection<MessageRow> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(UPDATE_MESSAGES)) {
            messages(update, 1, messages);
            update.executeUpdate();
        }
    }

    private void messages(PreparedStatement statement, int first, Collection<MessageRow> rows) throws SQLException {
        column(statement, first, "int8", rows, MessageRow::sequence, Long[]::new);
        column(statement, first + 1, "int4", rows, MessageRow::entity, Integer[]::new);
        column(statement, first + 2, "int8", rows, MessageRow::content, Long[]::new);
        column(statement, first + 3, "int2", rows, row -> row.state().code(), Short[]::new);
        column(statement, first + 4, "int4", rows, MessageRow::deliveryCount, Integer[]::new);
        column(statement, first + 5, "int8", rows, MessageRow::enqueuedAt, Long[]::new);
        column(statement, first + 6, "int8", rows, MessageRow::expiresAt, Long[]::new);
        column(statement, first + 7, "int8", rows, MessageRow::scheduledFor, Long[]::new);
        column(statement, first + 8, "text", rows, MessageRow::sessionId, String[]::new);
        column(statement, first + 9, "bytea", rows, row -> bytes(row.changes()), byte[][]::new);
        column(statement, first + 10, "text", rows, MessageRow::deadLetterSource, String[]::new);
        column(statement, first + 11, "text", rows, MessageRow::deadLetterReason, String[]::new);
        column(statement, first + 12, "text", rows, MessageRow::deadLetterDescription, String[]::new);
    }

    private void delete(List<Long> messages, List<Long> contents) throws SQLException {
        if (messages.isEmpty() && contents.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            array(delete, 1, "int8", messages.toArray(Long[]::new));
            array(delete, 2, "int8", contents.toArray(Long[]::new));
            delete.executeUpdate();
        }
    }

    private void forget(long before) throws SQLException {
        if (before == 0) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM remembered_id WHERE until < ?")) {
            delete.setLong(1, before);
            delete.executeUpdate();
        }
    }

    /** Rare, so one statement each. */
    private void sessionStates(Map<SessionKey, byte[]> states) throws SQLException {
        for (Map.Entry<SessionKey, byte[]> state : states.entrySet()) {
            SessionKey key = state.getKey();
            if (state.getValue() == null) {
                execute("DELETE FROM session_state WHERE entity = ? AND session_id = ?", key.entity(), key.sessionId());
            } else {
                execute("""
                        INSERT INTO session_state (entity, session_id, state) VALUES (?, ?, ?)
                        ON CONFLICT (entity, session_id) DO UPDATE SET state = excluded.state
                        """, key.entity(), key.sessionId(), state.getValue());
            }
        }
    }

    private void rules(Map<RuleKey, byte[]> rules) throws SQLException {
        for (Map.Entry<RuleKey, byte[]> rule : rules.entrySet()) {
            execute("""
                    INSERT INTO rule_change (entity, name, definition) VALUES (?, ?, ?)
                    ON CONFLICT (entity, name) DO UPDATE SET definition = excluded.definition
                    """, rule.getKey().entity(), rule.getKey().name(), rule.getValue());
        }
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    private <T, V> void column(
            PreparedStatement statement,
            int index,
            String type,
            Collection<T> rows,
            Function<T, V> value,
            IntFunction<V[]> typed)
            throws SQLException {
        // Arrays of the exact type travel in binary form; others would be written out as text.
        array(statement, index, type, rows.stream().map(value).toArray(typed));
    }

    private void array(PreparedStatement statement, int index, String type, Object[] values) throws SQLException {
        statement.setArray(index, connection.createArrayOf(type, values));
    }

    static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
