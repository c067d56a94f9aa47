package dev.quayside.shared.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the database to what an app's package expects. Apps never migrate at start-up: ops and the local platform run
 * this before they deploy.
 *
 * <p>Each schema gets the tables that every app has (outbox, inbox, idempotency keys) from {@code db/template}, then
 * the app's own migrations from {@code db/migration}.
 */
public final class Migrator {

    /** The role that owns all schemas and runs migrations. */
    public static final String MIGRATOR_ROLE = "quayside_migrator";

    private Migrator() {}

    /**
     * Creates roles, schemas and extensions where they are missing. Needs a superuser (on Azure: the server's admin).
     *
     * @param password given to roles that are created without one of their own; null where they sign in with an
     *     identity
     */
    public static void bootstrap(DataSource admin, String password) {
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select set_config('quayside.password', "
                    + (password == null ? "''" : statement.enquoteLiteral(password)) + ", true)");
            statement.execute(resource("/db/bootstrap.sql"));
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("Roles and schemas could not be created: " + e.getMessage(), e);
        }
    }

    /**
     * Runs what is missing of the migrations found on {@code classLoader}.
     *
     * @param migrator signs in as {@link #MIGRATOR_ROLE}
     * @return how many migrations ran
     */
    public static int migrate(DataSource migrator, String schema, ClassLoader classLoader) {
        return Flyway.configure(classLoader)
                .dataSource(migrator)
                .defaultSchema(schema)
                .schemas(schema)
                .createSchemas(false)
                .locations("classpath:db/template", "classpath:db/migration")
                .placeholders(Map.of("schema", schema, "role", schema + "_app"))
                .validateMigrationNaming(true)
                .load()
                .migrate()
                .migrationsExecuted;
    }

    private static String resource(String path) {
        try (InputStream in = Migrator.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
