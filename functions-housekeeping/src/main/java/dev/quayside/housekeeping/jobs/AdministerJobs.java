package dev.quayside.housekeeping.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.http.Validated;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Shows admins the jobs and their runs, and queues the runs they ask for. */
public final class AdministerJobs {

    private final Database database;
    private final Jobs jobs;
    private final AccessTrail trail;
    private final Clock clock;

    public AdministerJobs(Database database, Jobs jobs, AccessTrail trail, Clock clock) {
        this.database = database;
        this.jobs = jobs;
        this.trail = trail;
        this.clock = clock;
    }

    /** A job with its last run, be it queued, running or finished. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JobView(String name, String purpose, String schedule, Instant nextRun, RunView lastRun) {}

    /** All of them: there are few. The timers tell whether what every app does by the clock still runs. */
    record JobsView(List<JobView> items, List<TimerRun> timers) {}

    /** Whether to only say what would be done. */
    record RunCommand(Boolean dryRun) implements Validated {
        @Override
        public void validate(Check check) {
            check.present(dryRun, "dryRun");
        }
    }

    public Reply list() {
        Instant now = clock.instant();
        return database.withHandle(handle -> Reply.ok(new JobsView(
                jobs.all().stream().map(job -> view(handle, job, now)).toList(), TimerRunStore.all(handle))));
    }

    private static JobView view(Handle handle, Job job, Instant now) {
        return new JobView(
                job.name(),
                job.purpose(),
                job.schedule().ncrontab(),
                job.schedule().next(now),
                RunStore.last(handle, job.name()).map(RunView::of).orElse(null));
    }

    /** The runs of a job, latest first. */
    public Reply runs(Call call, String name) {
        Job job = jobs.named(name).orElseThrow(ProblemException::notFound);
        int limit = call.limit();
        Optional<UUID> after = call.cursor(1).map(cursor -> cursor.uuid(0));
        List<Run> runs = database.withHandle(handle -> RunStore.list(handle, job.name(), after, limit + 1));
        return Reply.ok(Page.of(runs, limit, run -> Cursor.of(run.id())).map(RunView::of));
    }

    /** Queues a run; the timer of all jobs begins it within seconds. One that waits already is as good. */
    public Reply run(Call call, String name) {
        Job job = jobs.named(name).orElseThrow(ProblemException::notFound);
        RunCommand command = call.body(RunCommand.class);
        return call.once(database, "jobs.run", transaction -> {
            Run asked = Jobs.queued(
                    job, Run.Trigger.MANUAL, command.dryRun, call.caller().reference(), clock.instant());
            Run queued = RunStore.insertAsked(transaction, asked);
            trail.record(
                    transaction,
                    call,
                    new Access(command.dryRun ? "job.dry-run-asked" : "job.run-asked", "job", job.name(), null));
            return Reply.accepted("/api/v1/admin/jobs/" + job.name() + "/runs", RunView.of(queued));
        });
    }
}
