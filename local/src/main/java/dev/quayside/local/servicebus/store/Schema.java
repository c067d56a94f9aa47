package dev.quayside.local.servicebus.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables, and how older ones become today's: each step runs once, in order. */
final class Schema {

    /** Any number: it only has to be the same in every server on this database. */
    private static final long OWNER_LOCK = 7_215_402_118L;

    private static final List<String> STEPS = List.of("""
            CREATE TABLE entity (
                id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                path text NOT NULL UNIQUE
            );

            -- The bytes of a message, once however many subscriptions hold it.
            CREATE TABLE content (
                id    bigint PRIMARY KEY,
                bytes bytea NOT NULL
            );
            -- Compressing costs more than the disk it saves: a message lives for milliseconds.
            ALTER TABLE content ALTER COLUMN bytes SET STORAGE EXTERNAL;

            -- No foreign keys: one writer keeps the tables consistent, and each would cost an index probe
            -- a row. Times are milliseconds since the epoch.
            CREATE TABLE message (
                sequence                bigint PRIMARY KEY,
                entity                  integer  NOT NULL,
                content                 bigint   NOT NULL,
                state                   smallint NOT NULL,
                delivery_count          integer  NOT NULL,
                enqueued_at             bigint   NOT NULL,
                expires_at              bigint   NOT NULL,
                scheduled_for           bigint   NOT NULL,
                session_id              text,
                changes                 bytea,
                dead_letter_source      text,
                dead_letter_reason      text,
                dead_letter_description text
            ) WITH (fillfactor = 80);

            -- Read at start only; the index serves the purge and grows at its end.
            CREATE TABLE remembered_id (
                entity     integer NOT NULL,
                message_id text    NOT NULL,
                until      bigint  NOT NULL
            );
            CREATE INDEX remembered_id_until ON remembered_id (until);

            CREATE TABLE session_state (
                entity     integer NOT NULL,
                session_id text    NOT NULL,
                state      bytea   NOT NULL,
                PRIMARY KEY (entity, session_id)
            );

            -- Rules changed at run time; an empty definition marks a removed one.
            CREATE TABLE rule_change (
                entity     integer NOT NULL,
                name       text    NOT NULL,
                definition bytea   NOT NULL,
                PRIMARY KEY (entity, name)
            );

            CREATE TABLE counter (reserved bigint NOT NULL);
            INSERT INTO counter VALUES (0);
            """);

    private Schema() {}

    /**
     * Takes the database for this server until the connection closes: two brokers on the same tables
     * would deliver everything twice.
     */
    static void own(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Long enough for PostgreSQL to notice that a killed predecessor is gone.
            statement.execute("SET lock_timeout = '15s'");
            try {
                statement.execute("SELECT pg_advisory_lock(" + OWNER_LOCK + ")");
            } catch (SQLException held) {
                throw new SQLException("another Service Bus endpoint is using this database", held);
            }
            statement.execute("SET lock_timeout = 0");
            // An answer promises that the message survives, whatever the server's default.
            statement.execute("SET synchronous_commit = on");
            // Few statements, all by key: planning them again for each group costs more than running them.
            statement.execute("SET plan_cache_mode = force_generic_plan");
        }
    }

    /** Gives the database free for another server. */
    static void disown(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + OWNER_LOCK + ")");
        }
        connection.commit();
    }

    static void upgrade(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_step (applied integer NOT NULL)");
            int applied = applied(statement);
            for (int step = applied; step < STEPS.size(); step++) {
                statement.execute(STEPS.get(step));
            }
            statement.execute("DELETE FROM schema_step");
            statement.execute("INSERT INTO schema_step VALUES (" + STEPS.size() + ")");
        }
    }

    private static int applied(Statement statement) throws SQLException {
        try (ResultSet steps = statement.executeQuery("SELECT applied FROM schema_step")) {
            return steps.next() ? steps.getInt(1) : 0;
        }
    }
}
