package dev.quayside.local.functions.triggers;

import dev.quayside.local.functions.staging.HostJson;
import java.util.ArrayDeque;
import java.util.Queue;

/** One app's bounds on HTTP work: so many requests run, so many more wait, the rest is turned away. */
final class HttpThrottle {
    private final int maxConcurrent;
    private final int maxOutstanding;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private int outstanding;

    HttpThrottle(HostJson host) {
        this.maxConcurrent = host.maxConcurrentRequests();
        this.maxOutstanding = host.maxOutstandingRequests();
    }

    /** Whether a request may come in. If so, it must end with {@link #abandon} or {@link #start} and {@link #finish}. */
    synchronized boolean admit() {
        if (maxOutstanding >= 0 && outstanding >= maxOutstanding) {
            return false;
        }
        outstanding++;
        return true;
    }

    /** The request went away before it could start. */
    synchronized void abandon() {
        outstanding--;
    }

    /** Runs the work now, or when another request finishes. */
    void start(Runnable work) {
        synchronized (this) {
            if (maxConcurrent >= 0 && running >= maxConcurrent) {
                waiting.add(work);
                return;
            }
            running++;
        }
        work.run();
    }

    /** What was started has been answered. */
    void finish() {
        Runnable next;
        synchronized (this) {
            outstanding--;
            next = waiting.poll();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
