package dev.quayside.shared.data;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import dev.quayside.shared.telemetry.Invocation;
import java.sql.Types;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.StatementExceptions;

/**
 * An app's schema in PostgreSQL. Nothing is connected before the first use; {@link #close} is the composition root's.
 *
 * <p>HTTP calls and messages draw on pools of their own, so that a flood of one cannot starve the other. Which one is
 * decided by the invocation the thread is in; background threads count as messages.
 *
 * <p>No session state is set on connections: statement and lock timeouts and the search path belong to the database
 * role, so that PgBouncer in transaction mode works.
 */
public final class Database implements AutoCloseable {

    private final DatabaseSettings settings;
    private final String name;
    private Pool http;
    private Pool messages;

    /** @param name the app's name, shown in pg_stat_activity */
    public Database(DatabaseSettings settings, String name) {
        this.settings = settings;
        this.name = name;
    }

    /**
     * Runs {@code work} in one transaction (read committed): commits when it returns, rolls back when it throws.
     *
     * @throws X what {@code work} throws
     * @throws org.jdbi.v3.core.ConnectionException if no connection is free or the database is away
     */
    public <R, X extends Exception> R inTransaction(HandleCallback<R, X> work) throws X {
        return jdbi().inTransaction(work);
    }

    /** As {@link #inTransaction}, for work without a result. */
    public <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
        jdbi().useTransaction(work);
    }

    /** Runs statements that need no common transaction, such as a single query. */
    public <R, X extends Exception> R withHandle(HandleCallback<R, X> work) throws X {
        return jdbi().withHandle(work);
    }

    /** As {@link #withHandle}, for work without a result. */
    public <X extends Exception> void useHandle(HandleConsumer<X> work) throws X {
        jdbi().useHandle(work);
    }

    /** Throws if the database does not answer; readiness uses it. */
    public void check() {
        withHandle(handle -> handle.select("select 1").mapTo(Integer.class).one());
    }

    /**
     * Takes the lock of a job for the rest of this transaction, if nobody holds it. Transaction-level, since PgBouncer
     * may give the next transaction another session.
     *
     * @param job a name unique in the whole database, {@code orders.deadlines}
     * @return false if another instance runs the job now
     */
    public static boolean tryLock(Handle transaction, String job) {
        return transaction
                .select("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
                .bind("name", job)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * As {@link #tryLock}, but waits for who holds the lock, as long as the role's lock timeout allows: for the next
     * transaction of who runs the job already.
     */
    public static void lock(Handle transaction, String job) {
        transaction.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", job);
    }

    private Jdbi jdbi() {
        Invocation invocation = Invocation.current();
        boolean isHttp = invocation != null && invocation.trigger() == Invocation.Trigger.HTTP;
        return isHttp ? httpPool().jdbi : messagePool().jdbi;
    }

    private synchronized Pool httpPool() {
        if (http == null) {
            http = Pool.open(settings, name + "-http", settings.httpConnections());
        }
        return http;
    }

    private synchronized Pool messagePool() {
        if (messages == null) {
            messages = Pool.open(settings, name + "-messages", settings.messageConnections());
        }
        return messages;
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.source.close();
        }
        if (messages != null) {
            messages.source.close();
        }
    }

    private record Pool(HikariDataSource source, Jdbi jdbi) {

        static Pool open(DatabaseSettings settings, String name, int size) {
            HikariConfig config = new HikariConfig();
            config.setPoolName(name);
            config.setJdbcUrl(settings.url());
            // By name: DriverManager only knows the drivers of the class loader that asked it first, and the worker
            // loads apps in one of their own.
            config.setDriverClassName("org.postgresql.Driver");
            config.setCredentialsProvider(
                    () -> Credentials.of(settings.user(), settings.password().reveal()));
            config.setMaximumPoolSize(size);
            config.setMinimumIdle(0);
            config.setIdleTimeout(60_000);
            // Longer than a burst lasts, shorter than the portal waits.
            config.setConnectionTimeout(5_000);
            // Below the life of a managed-identity token, so that no connection outlives its credentials.
            config.setMaxLifetime(20 * 60_000L);
            // A database that is away must not fail the constructor: the first statement says so instead.
            config.setInitializationFailTimeout(-1);
            config.addDataSourceProperty("ApplicationName", name);
            config.addDataSourceProperty("prepareThreshold", settings.prepareThreshold());
            config.addDataSourceProperty("reWriteBatchedInserts", true);
            config.addDataSourceProperty("connectTimeout", 5);
            config.addDataSourceProperty("socketTimeout", 60);
            config.addDataSourceProperty("tcpKeepAlive", true);
            // PostgreSQL's details quote the row that failed: personal data, in exceptions that are logged.
            config.addDataSourceProperty("logServerErrorDetail", false);
            HikariDataSource source = new HikariDataSource(config);
            return new Pool(source, jdbi(source));
        }

        private static Jdbi jdbi(HikariDataSource source) {
            Jdbi jdbi = Jdbi.create(source);
            // By default failures quote all bound values: addresses and payment tokens among them.
            jdbi.getConfig(StatementExceptions.class)
                    .setMessageRendering(failure -> failure.getShortMessage() + " [in: "
                            + failure.getStatementContext().getRenderedSql() + "]");
            return jdbi.registerArgument(new UuidArguments())
                    .registerArrayType(String.class, "text")
                    .registerArrayType(UUID.class, "uuid")
                    .registerArrayType(Long.class, "bigint")
                    .registerArrayType(Integer.class, "integer");
        }
    }
    /** JDBI would bind a UUID that is null as text: an error, or with a cast a new plan each time it comes and goes. */
    private static final class UuidArguments extends AbstractArgumentFactory<UUID> {

        UuidArguments() {
            super(Types.OTHER);
        }

        @Override
        protected Argument build(UUID value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, value);
        }
    }
}
