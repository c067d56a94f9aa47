package dev.quayside.local.postgres;

import dev.quayside.local.Folders;
import dev.quayside.local.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The platform's PostgreSQL: a server process outside the JVM, on 127.0.0.1 only, superuser {@code postgres}
 * without a password. Its data stays between runs. Only one {@code LocalPostgres} can be open over a folder,
 * whoever holds it locks the folder first.
 */
public final class LocalPostgres implements AutoCloseable {
    private final Postmaster postmaster;
    private final int port;

    private LocalPostgres(Postmaster postmaster, int port) {
        this.postmaster = postmaster;
        this.port = port;
    }

    /**
     * Starts the server over {@code folder}, creating the cluster the first time.
     *
     * @param folder the data folder, which the caller holds the lock of
     * @param log the file that the server logs to
     * @param databases are created when they are not there
     * @throws Refusal if this machine cannot run it
     */
    public static LocalPostgres start(Path folder, Path log, int port, List<String> databases) {
        Path data = folder.toAbsolutePath();
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Files.createDirectories(data.getParent());
            Postmaster postmaster = new Postmaster(PostgresBinaries.folder(), data, log.toAbsolutePath());
            if (!postmaster.isInitialised()) {
                Folders.delete(data);
                postmaster.initialise();
            }
            Files.writeString(data.resolve("postgresql.conf"), configuration() + "port = " + port + "\n");
            postmaster.start();
            return withDatabases(new LocalPostgres(postmaster, port), databases);
        } catch (IOException | SQLException e) {
            throw new Refusal("PostgreSQL does not start: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Stops the server that a killed platform left running over {@code folder}, if there is one. The caller
     * holds the lock of the folder, so nobody uses that server any more.
     *
     * @param say is told what was found, in a sentence
     */
    public static void stopOrphan(Path folder, Path log, Consumer<String> say) {
        if (!Files.exists(folder.resolve("postmaster.pid"))) {
            return;
        }
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Postmaster postmaster =
                    new Postmaster(PostgresBinaries.folder(), folder.toAbsolutePath(), log.toAbsolutePath());
            var orphan = postmaster.running();
            if (orphan.isPresent()) {
                say.accept("The last run was killed and left PostgreSQL running (process "
                        + orphan.get().pid() + "); stopping it.");
                postmaster.stop(orphan.get());
            }
        } catch (IOException e) {
            throw new Refusal("The PostgreSQL of the last run does not stop: " + e.getMessage() + ".", e);
        }
    }

    /** Connections of user {@code user} to {@code database}, one new connection a call. */
    public DataSource dataSource(String database, String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url(database));
        source.setUser(user);
        return source;
    }

    /** The JDBC URL of {@code database}, without a user. */
    public String url(String database) {
        return url(port, database);
    }

    /** The JDBC URL that {@code database} has when PostgreSQL runs on {@code port}. */
    public static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public int port() {
        return port;
    }

    /** Ends every session and stops the server; returns when it has ended. */
    @Override
    public void close() {
        try {
            var server = postmaster.running();
            if (server.isPresent()) {
                postmaster.stop(server.get());
            }
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not stop: " + e.getMessage(), e);
        }
    }

    private static LocalPostgres withDatabases(LocalPostgres started, List<String> databases) throws SQLException {
        try {
            started.createMissing(databases);
            return started;
        } catch (SQLException e) {
            started.close();
            throw e;
        }
    }

    private void createMissing(List<String> databases) throws SQLException {
        try (Connection connection = dataSource("postgres", "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            Set<String> present = new HashSet<>();
            try (ResultSet names = statement.executeQuery("SELECT datname FROM pg_database")) {
                while (names.next()) {
                    present.add(names.getString(1));
                }
            }
            for (String database : databases) {
                if (present.add(database)) {
                    statement.execute("CREATE DATABASE \"" + database + "\"");
                }
            }
        }
    }

    private static String configuration() throws IOException {
        try (InputStream resource = LocalPostgres.class.getResourceAsStream("/postgres/postgresql.conf")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
