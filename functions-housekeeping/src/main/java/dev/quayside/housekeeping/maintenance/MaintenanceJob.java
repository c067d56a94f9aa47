package dev.quayside.housekeeping.maintenance;

import dev.quayside.housekeeping.jobs.Job;
import dev.quayside.housekeeping.jobs.JobRun;
import dev.quayside.housekeeping.jobs.Schedule;
import dev.quayside.housekeeping.jobs.Step;
import dev.quayside.shared.data.Database;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;

/** VACUUM and ANALYZE of every table of every app, one after the other. */
public final class MaintenanceJob implements Job {

    /** The statement timeout of the role, and then some. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Database database;

    /** @param database as a role that may maintain tables and read none */
    public MaintenanceJob(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "database-maintenance";
    }

    @Override
    public String purpose() {
        return "Vacuums and analyzes the tables of all apps";
    }

    @Override
    public Schedule schedule() {
        return Schedule.weekly(DayOfWeek.SUNDAY, 3);
    }

    @Override
    public void run(JobRun run) {
        List<MaintenanceStore.Table> tables = database.withHandle(MaintenanceStore::tables);
        for (MaintenanceStore.Table table : tables) {
            Step step = Step.of(table.name(), table.isPartitioned() ? "ANALYZE" : "VACUUM", null);
            run.stepOutside(step, LONGEST, () -> {
                if (!run.isDryRun()) {
                    database.withHandle(handle -> {
                        MaintenanceStore.maintain(handle, table);
                        return null;
                    });
                }
            });
        }
    }
}
