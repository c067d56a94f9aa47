package dev.quayside.housekeeping.maintenance;

import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.DatabaseSettings;

/** How to reach PostgreSQL to maintain it: one connection, as a role that may do nothing else. */
public final class MaintenanceSettings {

    private static final String USER = "DATABASE_MAINTENANCE_USER";
    private static final String PASSWORD = "DATABASE_MAINTENANCE_PASSWORD";

    /** In seconds; more than the statement timeout of the role, so that the database is the one who gives up. */
    private static final int SOCKET_TIMEOUT = 240;

    private MaintenanceSettings() {}

    /**
     * Reads {@code DATABASE_MAINTENANCE_*}; the password is the app's own unless set.
     *
     * @param app how the app itself reaches the database
     */
    public static DatabaseSettings read(Settings settings, DatabaseSettings app) {
        DatabaseSettings own = as(settings.text(USER, "housekeeping_maintenance"), app);
        return settings.optional(PASSWORD).isEmpty()
                ? own
                : new DatabaseSettings(own.url(), own.user(), settings.secret(PASSWORD), 1, 1, own.prepareThreshold());
    }

    /** The same database as another role sees it, with time for what takes long. */
    public static DatabaseSettings as(String user, DatabaseSettings app) {
        String url = app.url() + (app.url().contains("?") ? "&" : "?") + "socketTimeout=" + SOCKET_TIMEOUT;
        return new DatabaseSettings(url, user, app.password(), 1, 1, app.prepareThreshold());
    }
}
