package dev.quayside.housekeeping;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.shared.kernel.Lazy;

/** When jobs begin. Schedules are those of the jobs themselves; a test holds the two together. */
public final class JobTimers {

    private final Lazy<HousekeepingApp> app;

    public JobTimers(Lazy<HousekeepingApp> app) {
        this.app = app;
    }

    @FunctionName("NotificationCleanup")
    public void notificationCleanup(
            @TimerTrigger(name = "timer", schedule = "0 0 1 * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, () -> app.get().jobs.due("notification-cleanup"));
    }

    @FunctionName("DataRetentionCleanup")
    public void dataRetention(
            @TimerTrigger(name = "timer", schedule = "0 0 2 * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, () -> app.get().jobs.due("data-retention"));
    }

    @FunctionName("DatabaseMaintenance")
    public void databaseMaintenance(
            @TimerTrigger(name = "timer", schedule = "0 0 3 * * 0") String timer, ExecutionContext context) {
        app.get().timers.run(context, () -> app.get().jobs.due("database-maintenance"));
    }

    @FunctionName("InvariantsCheck")
    public void invariants(
            @TimerTrigger(name = "timer", schedule = "0 0 4 * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, () -> app.get().jobs.due("invariants"));
    }

    /** Works on runs that admins ask for, and goes on with those that were not ended. */
    @FunctionName("JobRuns")
    public void runs(
            @TimerTrigger(name = "timer", schedule = "*/10 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().jobs::work);
    }
}
