package dev.quayside.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What runs, in the order in which it was started; closed in the opposite order. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Parts.class.getName());

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes charge of closing {@code part}. When Ctrl-C came first, that is at once, and starting ends here.
     *
     * @throws Refusal if the platform is stopping
     */
    <T extends AutoCloseable> T add(T part) {
        synchronized (this) {
            if (!closed) {
                started.push(part);
                return part;
            }
        }
        close(part);
        throw stopped();
    }

    /** @throws Refusal if the platform is stopping */
    synchronized void requireOpen() {
        if (closed) {
            throw stopped();
        }
    }

    private static Refusal stopped() {
        return new Refusal("Stopped while starting.");
    }

    /** What is added from now on is closed at once. */
    synchronized void refuseMore() {
        closed = true;
    }

    /** Closes all parts, the last started first; one that fails does not keep the others running. */
    @Override
    public void close() {
        refuseMore();
        for (AutoCloseable part = next(); part != null; part = next()) {
            close(part);
        }
    }

    synchronized boolean any() {
        return !started.isEmpty();
    }

    private synchronized AutoCloseable next() {
        return started.poll();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, part.getClass().getSimpleName() + " did not stop cleanly", e);
        }
    }
}
