package dev.quayside.local.servicebus.store;

import dev.quayside.local.servicebus.store.StoredState.RuleChange;
import dev.quayside.local.servicebus.store.StoredState.SessionState;
import dev.quayside.local.servicebus.store.Write.RememberedId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads everything but the bytes of the messages when the server starts. */
final class StateReader {

    private final Connection connection;

    StateReader(Connection connection) {
        this.connection = connection;
    }

    StoredState read(Collection<String> paths) throws SQLException {
        deleteOrphans();
        return new StoredState(
                entities(paths),
                messages(),
                contentSizes(),
                query(
                        "SELECT entity, message_id, until FROM remembered_id ORDER BY until",
                        row -> new RememberedId(row.getInt(1), row.getString(2), row.getLong(3))),
                query(
                        "SELECT entity, session_id, state FROM session_state",
                        row -> new SessionState(row.getInt(1), row.getString(2), ByteBuffer.wrap(row.getBytes(3)))),
                query(
                        "SELECT entity, name, definition FROM rule_change",
                        row -> new RuleChange(row.getInt(1), row.getString(2), ByteBuffer.wrap(row.getBytes(3)))),
                query("SELECT reserved FROM counter", row -> row.getLong(1)).get(0));
    }

    /** A content is deleted one transaction after its last message, so a crash may leave it behind. */
    private void deleteOrphans() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM content WHERE NOT EXISTS (SELECT FROM message WHERE message.content = content.id)")) {
            delete.executeUpdate();
        }
    }

    private Map<String, Integer> entities(Collection<String> paths) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO entity (path) SELECT unnest(?::text[]) ON CONFLICT (path) DO NOTHING")) {
            insert.setArray(1, connection.createArrayOf("text", paths.toArray(String[]::new)));
            insert.executeUpdate();
        }
        Map<String, Integer> entities = new HashMap<>();
        query("SELECT path, id FROM entity", row -> entities.put(row.getString(1), row.getInt(2)));
        return entities;
    }

    private List<MessageRow> messages() throws SQLException {
        return query(
                """
                SELECT sequence, entity, content, state, delivery_count, enqueued_at, expires_at, scheduled_for,
                       session_id, changes, dead_letter_source, dead_letter_reason, dead_letter_description
                  FROM message
                 ORDER BY sequence
                """,
                row -> new MessageRow(
                        row.getLong(1),
                        row.getInt(2),
                        row.getLong(3),
                        MessageState.of(row.getInt(4)),
                        row.getInt(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getString(9),
                        buffer(row.getBytes(10)),
                        row.getString(11),
                        row.getString(12),
                        row.getString(13)));
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private Map<Long, Integer> contentSizes() throws SQLException {
        Map<Long, Integer> sizes = new HashMap<>();
        query("SELECT id, octet_length(bytes) FROM content", row -> sizes.put(row.getLong(1), row.getInt(2)));
        return sizes;
    }

    Map<Long, byte[]> contents(Collection<Long> ids) throws SQLException {
        Map<Long, byte[]> contents = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, bytes FROM content WHERE id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("int8", ids.toArray(Long[]::new)));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    contents.put(rows.getLong(1), rows.getBytes(2));
                }
            }
        }
        return contents;
    }

    private <T> List<T> query(String sql, RowReader<T> reader) throws SQLException {
        List<T> result = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            // Inside the transaction the rows then come in portions, not all at once beside the list.
            select.setFetchSize(5_000);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
            }
        }
        return result;
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
