package dev.quayside.local.functions.triggers;

import dev.quayside.local.functions.invoking.Invocations;
import dev.quayside.local.functions.invoking.LoadedApp;
import dev.quayside.local.functions.invoking.LoadedFunction;
import dev.quayside.local.functions.staging.Problems;
import dev.quayside.local.functions.staging.Trigger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Fires timer functions. */
public final class TimerTriggers {
    private final Map<String, TimerLoop> timers = new LinkedHashMap<>();

    /** Compiles the schedules of all apps. */
    public TimerTriggers(Collection<LoadedApp> apps, Invocations invocations, Problems problems) {
        for (LoadedApp app : apps) {
            for (LoadedFunction function : app.functions()) {
                if (function.trigger() instanceof Trigger.Timer timer) {
                    add(function, timer, invocations, problems);
                }
            }
        }
    }

    public void start() {
        timers.values().forEach(TimerLoop::start);
    }

    /** Fires no more; what runs goes on. */
    public void stop() {
        timers.values().forEach(TimerLoop::stop);
    }

    /**
     * Runs a timer function now, after a run that is under way.
     *
     * @throws IllegalArgumentException when there is no such timer function
     */
    public CompletableFuture<Void> run(String app, String function) {
        TimerLoop timer = timers.get(key(app, function));
        if (timer == null) {
            throw new IllegalArgumentException("App " + app + " has no timer function " + function);
        }
        return timer.run().thenApply(ended -> null);
    }

    private void add(LoadedFunction function, Trigger.Timer timer, Invocations invocations, Problems problems) {
        try {
            var loop = new TimerLoop(function, Schedule.parse(timer.schedule()), invocations);
            timers.put(key(function.app(), function.name()), loop);
        } catch (IllegalArgumentException e) {
            problems.inFunction(
                    function.app(),
                    function.name(),
                    "the schedule \"" + timer.schedule() + "\" is wrong: " + e.getMessage() + ".");
        }
    }

    private static String key(String app, String function) {
        return app + "/" + function;
    }
}
