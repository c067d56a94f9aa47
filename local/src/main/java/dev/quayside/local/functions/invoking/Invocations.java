package dev.quayside.local.functions.invoking;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;

/**
 * Runs functions, each on a thread of its own that is never interrupted. Where the real host restarts a worker that
 * exceeds functionTimeout, here the invocation counts as failed and its thread is left alone.
 */
public final class Invocations implements AutoCloseable {
    private static final Duration SWEEP = Duration.ofMillis(200);

    private final Consumer<LogLine> sink;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newCachedThreadPool(Invocations::worker);
    private final ScheduledExecutorService clock;
    private final ScheduledFuture<?> sweeper;

    private static final AtomicInteger THREADS = new AtomicInteger();

    /** An invocation that has not been answered yet. */
    private record Running(LoadedFunction function, CompletableFuture<Object> result, long deadlineNanos) {}

    /**
     * Starts watching deadlines.
     *
     * @param clock thread that may be used for short work
     */
    public Invocations(ScheduledExecutorService clock, Consumer<LogLine> sink) {
        this.clock = clock;
        this.sink = sink;
        this.sweeper = clock.scheduleWithFixedDelay(
                this::failOverdue, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes with what the function returns, or with what it threw after that has been logged. */
    public CompletableFuture<Object> submit(LoadedFunction function, TriggerInput input) {
        var result = new CompletableFuture<Object>();
        long deadline = function.loadedApp()
                .host()
                .functionTimeout()
                .map(timeout -> System.nanoTime() + timeout.toNanos())
                .orElse(Long.MAX_VALUE);
        var entry = new Running(function, result, deadline);
        running.add(entry);
        workers.execute(() -> run(entry, input));
        return result;
    }

    /** Says something about an app or a function outside an invocation. */
    public void log(Level level, String app, String function, String message, Throwable thrown) {
        sink.accept(new LogLine(Instant.now(), level, app, function, null, message, thrown));
    }

    public ScheduledExecutorService clock() {
        return clock;
    }

    /** Waits until everything submitted so far has been answered. False when the time is over first. */
    public boolean awaitIdle(Duration atMost) {
        var all = CompletableFuture.allOf(running.stream().map(Running::result).toArray(CompletableFuture[]::new));
        try {
            all.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return all.isDone();
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        sweeper.cancel(false);
        workers.shutdown();
    }

    private void run(Running entry, TriggerInput input) {
        LoadedFunction function = entry.function();
        var context = new InvocationContext(function.app(), function.name(), input.traceparent(), sink);
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(function.loadedApp().loader());
        Object value = null;
        Throwable failure = null;
        try {
            value = function.invoke(input, context);
        } catch (Throwable e) { // whatever a function throws, even an Error, ends this invocation only
            failure = e;
        } finally {
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        }
        running.remove(entry);
        if (failure == null) {
            entry.result().complete(value);
        } else {
            sink.accept(new LogLine(
                    Instant.now(),
                    Level.SEVERE,
                    function.app(),
                    function.name(),
                    context.getInvocationId(),
                    "The function failed: " + failure.getMessage(),
                    failure));
            entry.result().completeExceptionally(failure);
        }
    }

    private void failOverdue() {
        long now = System.nanoTime();
        for (Running entry : running) {
            boolean overdue = entry.deadlineNanos() != Long.MAX_VALUE && now - entry.deadlineNanos() > 0;
            if (overdue && !entry.result().isDone()) {
                LoadedFunction function = entry.function();
                String message = "The function took longer than functionTimeout in host.json allows.";
                log(Level.SEVERE, function.app(), function.name(), message, null);
                entry.result().completeExceptionally(new TimeoutException(message));
            }
        }
    }

    private static Thread worker(Runnable work) {
        var thread = new Thread(work, "function-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }
}
