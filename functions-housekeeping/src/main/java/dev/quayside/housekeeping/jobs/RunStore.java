package dev.quayside.housekeeping.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.shared.kernel.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Runs of jobs. */
final class RunStore {

    private static final String COLUMNS = """
            id, job, trigger, dry_run, asked_by, asked_at, started_at, finished_at, worker, lease_until, attempt,
            deaths, rows, outcome, detail
            """;

    private RunStore() {}

    /** Queues the run of a moment of the schedule, if no other instance has. */
    static void insertDue(Handle transaction, Run run, Instant dueAt) {
        transaction
                .createUpdate("""
                        insert into job_runs (id, job, trigger, dry_run, asked_by, asked_at, due_at)
                        values (:id, :job, 'TIMER', false, :askedBy, :askedAt, :dueAt)
                        on conflict (job, due_at) where trigger = 'TIMER' do nothing
                        """)
                .bind("id", run.id())
                .bind("job", run.job())
                .bind("askedBy", run.askedBy())
                .bind("askedAt", run.askedAt())
                .bind("dueAt", dueAt)
                .execute();
    }

    /** Queues a run, or finds the one that waits already. */
    static Run insertAsked(Handle transaction, Run run) {
        return transaction
                .createQuery("""
                        insert into job_runs (id, job, trigger, dry_run, asked_by, asked_at)
                        values (:id, :job, 'MANUAL', :dryRun, :askedBy, :askedAt)
                        on conflict (job, dry_run) where trigger = 'MANUAL' and started_at is null
                        -- The row as it is, locked: it is not begun before this is answered.
                        do update set asked_by = job_runs.asked_by
                        returning
                        """ + COLUMNS)
                .bind("id", run.id())
                .bind("job", run.job())
                .bind("dryRun", run.dryRun())
                .bind("askedBy", run.askedBy())
                .bind("askedAt", run.askedAt())
                .map(RunStore::map)
                .one();
    }

    /** Those of a job that have not ended: the one at work first, then in the order of asking. */
    static List<Run> unfinished(Handle transaction, String job) {
        return transaction
                .createQuery("select " + COLUMNS + """
                         from job_runs where job = :job and finished_at is null
                        order by started_at is null, id limit 2 for update
                        """)
                .bind("job", job)
                .map(RunStore::map)
                .list();
    }

    static List<String> jobsWithUnfinished(Handle handle) {
        return handle.createQuery("select distinct job from job_runs where finished_at is null order by job")
                .mapTo(String.class)
                .list();
    }

    static void take(Handle transaction, Run run) {
        transaction
                .createUpdate("""
                        update job_runs set started_at = :startedAt, worker = :worker, lease_until = :leaseUntil,
                            attempt = :attempt, deaths = :deaths
                        where id = :id
                        """)
                .bind("id", run.id())
                .bind("startedAt", run.startedAt())
                .bind("worker", run.worker())
                .bind("leaseUntil", run.leaseUntil())
                .bind("attempt", run.attempt())
                .bind("deaths", run.deaths())
                .execute();
    }

    /**
     * How far the run is, if it is still the worker's; it then is for a while longer. As it is noted and not as the
     * worker remembers it: the answer to a commit may have been lost.
     */
    static Optional<List<Step>> extend(Handle transaction, Run run, Instant leaseUntil) {
        return transaction
                .createQuery("""
                        update job_runs set lease_until = :until where id = :id and worker = :worker
                        returning detail
                        """)
                .bind("id", run.id())
                .bind("worker", run.worker())
                .bind("until", leaseUntil)
                .map((row, context) -> steps(row.getString("detail")))
                .findOne();
    }

    /** Notes how far the run is. */
    static void note(Handle transaction, Run run, List<Step> steps) {
        transaction
                .createUpdate("""
                        update job_runs set rows = :total, detail = cast(:detail as jsonb) where id = :id
                        """)
                .bind("id", run.id())
                .bind("total", steps.stream().mapToLong(Step::rows).sum())
                .bind("detail", Json.write(steps))
                .execute();
    }

    /** Lays the run down for whoever comes next. */
    static void release(Handle transaction, Run run) {
        transaction
                .createUpdate("""
                        update job_runs set worker = null, lease_until = null where id = :id and worker = :worker
                        """)
                .bind("id", run.id())
                .bind("worker", run.worker())
                .execute();
    }

    /** Ends the run, if it is still the worker's. */
    static boolean finish(Handle transaction, Run run, Outcome outcome, Instant now) {
        return transaction
                        .createUpdate("""
                                update job_runs set outcome = :result, finished_at = :now, worker = null,
                                    lease_until = null
                                where id = :id and worker = :worker
                                """)
                        .bind("id", run.id())
                        .bind("worker", run.worker())
                        .bind("result", outcome.name())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** The latest run of each job, queued ones too. */
    static Optional<Run> last(Handle handle, String job) {
        return list(handle, job, Optional.empty(), 1).stream().findFirst();
    }

    /** Latest first. */
    static List<Run> list(Handle handle, String job, Optional<UUID> after, int most) {
        String further = after.isPresent() ? " and id < :after" : "";
        var query = handle.createQuery("select " + COLUMNS + " from job_runs where job = :job" + further
                        + " order by id desc limit :most")
                .bind("job", job)
                .bind("most", most);
        after.ifPresent(id -> query.bind("after", id));
        return query.map(RunStore::map).list();
    }

    private static Run map(ResultSet row, StatementContext context) throws SQLException {
        return new Run(
                row.getObject("id", UUID.class),
                row.getString("job"),
                Run.Trigger.valueOf(row.getString("trigger")),
                row.getBoolean("dry_run"),
                row.getString("asked_by"),
                instant(row, "asked_at"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getObject("worker", UUID.class),
                instant(row, "lease_until"),
                row.getInt("attempt"),
                row.getInt("deaths"),
                row.getLong("rows"),
                row.getString("outcome") == null ? null : Outcome.valueOf(row.getString("outcome")),
                steps(row.getString("detail")));
    }

    private static List<Step> steps(String detail) {
        try {
            return List.of(Json.read(detail, Step[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The detail of a run cannot be read", e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
