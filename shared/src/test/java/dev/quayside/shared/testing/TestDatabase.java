package dev.quayside.shared.testing;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.data.Migrator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/**
 * A real PostgreSQL for tests: one server per JVM, a database of its own per instance, with roles, schemas and the
 * migrations found on the class path.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String name;
    private final String schema;
    private final Database database;

    private TestDatabase(String name, String schema) {
        this.name = name;
        this.schema = schema;
        this.database = new Database(settings(), schema + "-test");
    }

    /** A new database in which {@code schema} has all migrations of the class path. */
    public static TestDatabase open(String schema) {
        String name = "test" + COUNTER.incrementAndGet();
        execute("create database " + name);
        Migrator.bootstrap(server().getDatabase("postgres", name), null);
        Migrator.migrate(
                server().getDatabase(Migrator.MIGRATOR_ROLE, name), schema, TestDatabase.class.getClassLoader());
        return new TestDatabase(name, schema);
    }

    /** Runs another app's migrations too, those that {@code migrations} finds. */
    public void migrateToo(String otherSchema, ClassLoader migrations) {
        Migrator.migrate(server().getDatabase(Migrator.MIGRATOR_ROLE, name), otherSchema, migrations);
    }

    /** The schema that the app owns. */
    public String schema() {
        return schema;
    }

    /** The database as the app's own role sees it. */
    public Database database() {
        return database;
    }

    /** For an app's composition root; nothing else than this database. */
    public DatabaseSettings settings() {
        return new DatabaseSettings(jdbcUrl(), schema + "_app", Secret.of(""), 8, 8, 5);
    }

    /** JDBC address without user. */
    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + server().getPort() + "/" + name;
    }

    /** The database as its administrator sees it, with the app's search path. */
    public Jdbi admin() {
        return Jdbi.create(jdbcUrl() + "?user=postgres&currentSchema=" + schema + ",public");
    }

    @Override
    public void close() {
        database.close();
        execute("drop database " + name + " with (force)");
    }

    private static EmbeddedPostgres server() {
        return Server.INSTANCE;
    }

    private static void execute(String sql) {
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Started with the first test that needs it; zonky stops it when the JVM ends. */
    private static final class Server {
        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("fsync", "off")
                        // lets tests count statements, where they create the extension
                        .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
