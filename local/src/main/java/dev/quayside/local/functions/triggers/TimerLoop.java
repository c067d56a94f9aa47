package dev.quayside.local.functions.triggers;

import dev.quayside.local.functions.invoking.Invocations;
import dev.quayside.local.functions.invoking.LoadedFunction;
import dev.quayside.local.functions.invoking.TriggerInput;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One timer. Its runs follow each other: a firing that finds the previous run busy waits for its end. */
final class TimerLoop {
    private final LoadedFunction function;
    private final Schedule schedule;
    private final Invocations invocations;
    private final boolean keepsStatus;
    private CompletableFuture<Object> lastRun = CompletableFuture.completedFuture(null);
    private TimerStatus status;
    private Future<?> waiting;
    private boolean stopped;

    TimerLoop(LoadedFunction function, Schedule schedule, Invocations invocations) {
        this.function = function;
        this.schedule = schedule;
        this.invocations = invocations;
        Instant now = Instant.now();
        this.keepsStatus = !schedule.firesMoreThanOnceAMinute(now);
        this.status = new TimerStatus(null, schedule.next(now), now);
    }

    synchronized void start() {
        waitForNext(Instant.now());
    }

    synchronized void stop() {
        stopped = true;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    /** Completes as the run does, which begins when the one before it has ended. */
    synchronized CompletableFuture<Object> run() {
        CompletableFuture<Object> thisRun =
                lastRun.exceptionally(failure -> null).thenCompose(ended -> invoke());
        lastRun = thisRun;
        return thisRun;
    }

    private synchronized CompletableFuture<Object> invoke() {
        Instant now = Instant.now();
        String payload = TimerStatus.payload(keepsStatus ? status : null, false);
        status = new TimerStatus(now, schedule.next(now), now);
        return invocations.submit(function, new TriggerInput.Timer(payload));
    }

    private synchronized void waitForNext(Instant after) {
        if (stopped) {
            return;
        }
        Instant due = schedule.next(after);
        long millis = Math.max(0, Duration.between(Instant.now(), due).toMillis() + 1);
        waiting = invocations.clock().schedule(() -> fire(due), millis, TimeUnit.MILLISECONDS);
    }

    private void fire(Instant due) {
        var unused = run().whenComplete((result, failure) -> {
            Instant now = Instant.now();
            waitForNext(now.isBefore(due) ? due : now);
        });
    }
}
