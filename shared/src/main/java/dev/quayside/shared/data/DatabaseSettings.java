package dev.quayside.shared.data;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.config.Settings;

/**
 * How an app reaches PostgreSQL.
 *
 * @param url JDBC address, without user or password
 * @param user the app's own role; it may touch its own schema only
 * @param password of that role
 * @param httpConnections most connections held for HTTP calls, per instance; as many as host.json lets run at once, since
 *     waiting for one another costs more than the connections
 * @param messageConnections most connections held for messages, timers and the outbox relay, per instance
 * @param prepareThreshold executions before a statement is prepared on the server; 0 behind a PgBouncer that keeps no
 *     prepared statements
 */
public record DatabaseSettings(
        String url, String user, Secret password, int httpConnections, int messageConnections, int prepareThreshold) {

    /** Reads {@code DATABASE_*}; the user is {@code <schema>_app} unless set. */
    public static DatabaseSettings read(Settings settings, String schema) {
        return new DatabaseSettings(
                settings.text("DATABASE_URL"),
                settings.text("DATABASE_USER", schema + "_app"),
                settings.secret("DATABASE_PASSWORD"),
                settings.integer("DATABASE_HTTP_CONNECTIONS", 8, 1, 50),
                settings.integer("DATABASE_MESSAGE_CONNECTIONS", 16, 1, 50),
                settings.integer("DATABASE_PREPARE_THRESHOLD", 5, 0, 1000));
    }
}
