package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Channel;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.telemetry.Log;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Brings what is due to the carriers. Woken in process after a commit; a timer takes up what a crash or a pause left.
 * Each helper takes up one delivery at a time, so that what it does not get to is anybody's.
 */
public final class Deliverer implements AutoCloseable {

    /** Carriers answer slowly; more would only press them harder. */
    private static final int MOST_HELPERS = 4;

    /** Of one run of the timer, so that it ends before the next. */
    private static final Duration BUDGET = Duration.ofSeconds(45);

    private final Database database;
    private final DeliveryBooks books;
    private final Map<Channel, Carrier> carriers = new EnumMap<>(Channel.class);
    private final ThreadPoolExecutor helpers =
            new ThreadPoolExecutor(0, MOST_HELPERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Deliverer::helper);
    private volatile boolean closed;

    public Deliverer(Database database, DeliveryBooks books, List<Carrier> carriers) {
        this.database = database;
        this.books = books;
        carriers.forEach(carrier -> this.carriers.put(carrier.channel(), carrier));
    }

    private static Thread helper(Runnable work) {
        Thread thread = new Thread(work, "notifications-delivery");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns at once; what was committed before this call will be tried soon, once it is due. */
    public void wake() {
        try {
            helpers.execute(this::help);
        } catch (RejectedExecutionException allAreBusy) {
            // They look for more before they rest; what slips through is the timer's.
        }
    }

    private void help() {
        try {
            run();
        } catch (RuntimeException e) {
            if (!closed) {
                Log.warn("deliveries are left to the timer", e);
            }
        }
    }

    /**
     * Tries what is due, on the calling thread.
     *
     * @return how many attempts were made
     */
    public int run() {
        long end = System.nanoTime() + BUDGET.toNanos();
        int made = 0;
        while (!closed && System.nanoTime() < end) {
            Optional<Attempt> attempt = database.withHandle(books::takeUpNext);
            if (attempt.isEmpty()) {
                break;
            }
            make(attempt.get());
            made++;
        }
        return made;
    }

    private void make(Attempt attempt) {
        Receipt receipt = carriers.get(attempt.channel()).send(attempt.letter());
        if (receipt.outcome() != Receipt.Outcome.DELIVERED) {
            Log.warn(
                    "a message was not taken",
                    "deliveryId",
                    attempt.deliveryId(),
                    "channel",
                    attempt.channel(),
                    "attempt",
                    attempt.number(),
                    "outcome",
                    receipt.outcome(),
                    "detail",
                    receipt.detail());
        }
        database.useTransaction(transaction -> books.settle(transaction, attempt, receipt));
    }

    /** Makes no further attempts; what is due stays so for the next start. */
    @Override
    public void close() {
        closed = true;
        helpers.shutdownNow();
    }
}
