package dev.quayside.housekeeping;

import dev.quayside.housekeeping.invariants.InvariantsJob;
import dev.quayside.housekeeping.jobs.Job;
import dev.quayside.housekeeping.jobs.Schedule;
import dev.quayside.housekeeping.maintenance.MaintenanceJob;
import dev.quayside.housekeeping.retention.Archive;
import dev.quayside.housekeeping.retention.AskForErasures;
import dev.quayside.housekeeping.retention.RetentionJob;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.storage.BlobStore;
import java.time.Clock;
import java.util.List;

/** The jobs that there are: the part of the composition root that {@link JobTimers} and {@link JobsHttp} go by. */
final class HousekeepingJobs {

    private HousekeepingJobs() {}

    static List<Job> all(Database database, Database maintenance, Outbox outbox, BlobStore blobs, Clock clock) {
        AskForErasures erasures = new AskForErasures(outbox, clock);
        Archive archive = new Archive(blobs, clock);
        return List.of(
                new RetentionJob(
                        "notification-cleanup",
                        "Archives notifications that were read, and removes them",
                        Schedule.daily(1),
                        database,
                        erasures,
                        archive),
                new RetentionJob(
                        "data-retention",
                        "Lets go what is older than the retention rules allow",
                        Schedule.daily(2),
                        database,
                        erasures,
                        archive),
                new MaintenanceJob(maintenance),
                new InvariantsJob());
    }
}
