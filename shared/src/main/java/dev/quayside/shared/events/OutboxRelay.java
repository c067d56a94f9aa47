package dev.quayside.shared.events;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.telemetry.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Sends what the outbox holds. Woken in process after a commit; a timer sweeps what a crash left behind.
 *
 * <p>Rows are deleted and sent in one transaction, which commits once Service Bus has accepted them. A crash after
 * sending sends them again with the same message ids: duplicate detection and the consumers' inboxes absorb that. Two
 * instances share the work by skipping each other's locked rows.
 */
public final class OutboxRelay implements AutoCloseable {

    private static final int BATCH = 200;

    /**
     * Least time from the start of one batch to the next. A single event leaves at once; when there are many, they share
     * the cost of a transaction and of an answer from Service Bus.
     */
    private static final Duration PACE = Duration.ofMillis(25);

    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LATE = Duration.ofMinutes(2);

    private final Database database;
    private final MessageSender sender;
    private final String name;
    private final Semaphore wake = new Semaphore(0);
    private Thread thread;
    private volatile boolean closed;

    public OutboxRelay(Database database, MessageSender sender, String app) {
        this.database = database;
        this.sender = sender;
        this.name = app + "-outbox-relay";
    }

    /** Returns at once; events committed before this call will be sent soon. */
    public void wake() {
        startOnce();
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /**
     * Sends everything now, on the calling thread: for the sweep timer.
     *
     * @return how many events were sent
     */
    public int sweep() {
        int sent = 0;
        for (int batch = BATCH; batch == BATCH && !closed; sent += batch) {
            batch = relayBatch();
        }
        warnWhenLate();
        return sent;
    }

    private synchronized void startOnce() {
        if (thread == null && !closed) {
            ClassLoader appClassLoader = OutboxRelay.class.getClassLoader();
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
            // The worker leaves the system's class loader on new threads; the Azure SDK finds its parts by the app's.
            thread.setContextClassLoader(appClassLoader);
            thread.start();
        }
    }

    private void run() {
        while (!closed) {
            try {
                wake.acquire();
                wake.drainPermits();
                long begun = System.nanoTime();
                while (relayBatch() == BATCH && !closed) {
                    // more is waiting
                }
                LockSupport.parkNanos(PACE.toNanos() - (System.nanoTime() - begun));
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException e) {
                retryLater(e);
            }
        }
    }

    private void retryLater(RuntimeException cause) {
        if (closed) {
            return;
        }
        Log.warn("events could not be sent, trying again", cause, "relay", name);
        try {
            Thread.sleep(BACK_OFF.toMillis());
        } catch (InterruptedException closing) {
            return;
        }
        wake.release();
    }

    private int relayBatch() {
        return database.inTransaction(transaction -> {
            List<OutboxRow> rows = takeNext(transaction);
            if (!rows.isEmpty()) {
                Map<String, List<OutboxRow>> byTopic = rows.stream().collect(Collectors.groupingBy(OutboxRow::topic));
                byTopic.forEach(sender::send);
            }
            return rows.size();
        });
    }

    private static List<OutboxRow> takeNext(Handle transaction) {
        return transaction
                .createQuery("""
                        delete from outbox where seq = any(array(
                            select seq from outbox order by seq limit :batch for update skip locked))
                        returning seq, event_id, topic, type, subject, traceparent, payload
                        """)
                .bind("batch", BATCH)
                .map((row, context) -> new OutboxRow(
                        row.getLong("seq"),
                        row.getString("event_id"),
                        row.getString("topic"),
                        row.getString("type"),
                        row.getString("subject"),
                        row.getString("traceparent"),
                        row.getString("payload")))
                .list()
                .stream()
                .sorted(Comparator.comparingLong(OutboxRow::seq))
                .toList();
    }

    private void warnWhenLate() {
        Instant oldest =
                database.withHandle(handle -> handle.createQuery("select created_at from outbox order by seq limit 1")
                        .mapTo(Instant.class)
                        .findOne()
                        .orElse(null));
        if (oldest != null && oldest.isBefore(Instant.now().minus(LATE))) {
            Log.warn("events wait in the outbox", "relay", name, "oldest", oldest);
        }
    }

    /** Stops the relay; what is not sent stays in the outbox for the next start. */
    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
        sender.close();
    }

    /** An event as it waits to be sent. */
    record OutboxRow(
            long seq, String eventId, String topic, String type, String subject, String traceparent, String payload) {}
}
