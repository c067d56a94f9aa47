package dev.quayside.local.servicebus.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * One thread that takes all waiting writes at once, commits them in one transaction and then answers
 * them. The busier it is the larger the groups, so the cost of a commit is shared when it matters.
 */
final class GroupCommit implements Runnable {

    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());

    /** Bounds a transaction: writes, and bytes of messages in them. */
    private static final int MAX_GROUP = 2_000;

    private static final long MAX_GROUP_BYTES = 8L * 1024 * 1024;

    /**
     * Least time from one commit's start to the next. A steady trickle of single writes would otherwise
     * cost a transaction each, and most of a core; 5 ms is below what any caller notices.
     */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final int ATTEMPTS = 5;
    private static final Write STOP = new Write();

    private final DataSource database;
    private final Executor broker;
    private final LinkedBlockingQueue<Write> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = MessageStore.daemon(this, "servicebus-writer");

    private Connection connection;
    private BatchSql sql;
    private volatile boolean stopped;

    GroupCommit(DataSource database, Executor broker) {
        this.database = database;
        this.broker = broker;
    }

    StoredState open(Collection<String> paths) throws SQLException {
        connection = database.getConnection();
        try {
            Schema.own(connection);
            connection.setAutoCommit(false);
            Schema.upgrade(connection);
            StoredState state = new StateReader(connection).read(paths);
            connection.commit();
            sql = new BatchSql(connection, state.lastNumber());
            thread.start();
            return state;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    void append(Write write) {
        if (stopped) {
            broker.execute(() -> write.failed(new SQLException("the store is closed")));
        } else {
            waiting.add(write);
        }
    }

    @Override
    public void run() {
        List<Write> group = new ArrayList<>();
        boolean running = true;
        while (running) {
            long began = System.nanoTime();
            group.clear();
            takeInto(group);
            running = !group.remove(STOP);
            if (!group.isEmpty()) {
                commit(List.copyOf(group));
            }
            if (running) {
                LockSupport.parkNanos(PACE_NANOS - (System.nanoTime() - began));
            }
        }
        disown();
        closeConnection();
    }

    /** The connection may go back to a pool, and live on there. */
    private void disown() {
        try {
            Schema.disown(connection);
        } catch (SQLException broken) {
            LOG.log(System.Logger.Level.DEBUG, "PostgreSQL lets go of a broken connection by itself", broken);
        }
    }

    private void takeInto(List<Write> group) {
        try {
            long bytes = 0;
            for (Write next = waiting.take(); next != null; next = waiting.poll()) {
                group.add(next);
                bytes += next.contentBytes();
                if (next == STOP || group.size() == MAX_GROUP || bytes > MAX_GROUP_BYTES) {
                    return;
                }
            }
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
            group.add(STOP);
        }
    }

    private void commit(List<Write> group) {
        try {
            writeWithRetries(group);
            broker.execute(() -> group.forEach(Write::committed));
        } catch (SQLException failure) {
            LOG.log(System.Logger.Level.WARNING, "Messages could not be stored: " + failure.getMessage());
            commitOneByOne(group, failure);
        }
    }

    /** One write that the database refuses must not take the others with it. */
    private void commitOneByOne(List<Write> group, SQLException cause) {
        for (Write write : group) {
            SQLException failure = cause;
            if (group.size() > 1 && isRefusal(cause)) {
                try {
                    writeWithRetries(List.of(write));
                    failure = null;
                } catch (SQLException own) {
                    failure = own;
                }
            }
            SQLException outcome = failure;
            broker.execute(outcome == null ? write::committed : () -> write.failed(outcome));
        }
    }

    private void writeWithRetries(List<Write> group) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                ensureConnected();
                write(group);
                return;
            } catch (SQLException failure) {
                rollBack();
                if (isRefusal(failure) || attempt == ATTEMPTS) {
                    throw failure;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200L * attempt));
            }
        }
    }

    private void write(List<Write> group) throws SQLException {
        if (group.size() == 1) {
            sql.write(group.get(0));
        } else {
            Write merged = new Write();
            group.forEach(merged::merge);
            sql.write(merged);
        }
        connection.commit();
    }

    /** Whether the data is at fault (SQLSTATE class 22 or 23), so that trying again cannot help. */
    private static boolean isRefusal(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private void ensureConnected() throws SQLException {
        if (connection != null && !connection.isClosed()) {
            return;
        }
        connection = database.getConnection();
        Schema.own(connection);
        connection.setAutoCommit(false);
        sql = new BatchSql(connection, 0);
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            closeConnection();
        }
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            LOG.log(System.Logger.Level.DEBUG, "Closing a broken connection", alreadyBroken);
        }
    }

    void close() {
        stopped = true;
        waiting.add(STOP);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
