package dev.quayside.local.servicebus.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The broker's memory in PostgreSQL. Writes are committed in the order in which they were appended,
 * many in one transaction; reading back bytes that memory had no room for goes beside them.
 *
 * <p>Uses one connection for writing as long as it is open, and one more while it reads.
 */
public final class MessageStore implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(MessageStore.class.getName());

    private final DataSource database;
    private final Executor broker;
    private final GroupCommit writer;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> daemon(task, "servicebus-reader"));

    /** Opens nothing yet. Callbacks of writes and reads run on {@code broker}. */
    public MessageStore(DataSource database, Executor broker) {
        this.database = database;
        this.broker = broker;
        this.writer = new GroupCommit(database, broker);
    }

    /**
     * Takes the database, brings its tables up to date, reads what they hold and starts writing.
     *
     * @param paths the entities that must have an id
     * @throws SQLException if the database is out of reach or another server is using it
     */
    public StoredState open(Collection<String> paths) throws SQLException {
        return writer.open(paths);
    }

    /** Queues a write; never blocks. Its callbacks say how it ended. */
    public void append(Write write) {
        writer.append(write);
    }

    /** Reads the bytes of contents; one that is not stored is missing in the answer. */
    public void read(Collection<Long> contents, Consumer<Map<Long, byte[]>> then) {
        List<Long> ids = new ArrayList<>(contents);
        try {
            reader.execute(() -> {
                Map<Long, byte[]> found = readNow(ids);
                broker.execute(() -> then.accept(found));
            });
        } catch (RejectedExecutionException closing) {
            LOG.log(System.Logger.Level.DEBUG, "Not read, closing", closing);
        }
    }

    private Map<Long, byte[]> readNow(List<Long> ids) {
        try (Connection connection = database.getConnection()) {
            return new StateReader(connection).contents(ids);
        } catch (SQLException failure) {
            LOG.log(System.Logger.Level.WARNING, "Messages could not be read back", failure);
            return Map.of();
        }
    }

    /** Writes what is queued, answers it, and lets the database go. */
    @Override
    public void close() {
        writer.close();
        reader.shutdownNow();
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
