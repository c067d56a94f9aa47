package dev.quayside.housekeeping.retention;

import dev.quayside.housekeeping.jobs.Job;
import dev.quayside.housekeeping.jobs.JobRun;
import dev.quayside.housekeeping.jobs.Schedule;
import dev.quayside.housekeeping.jobs.Step;
import dev.quayside.shared.data.Database;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Lets go what is older than the rules of this job say; a rule is a step. */
public final class RetentionJob implements Job {

    private final String name;
    private final String purpose;
    private final Schedule schedule;
    private final Database database;
    private final AskForErasures erasures;
    private final Archive archive;

    public RetentionJob(
            String name,
            String purpose,
            Schedule schedule,
            Database database,
            AskForErasures erasures,
            Archive archive) {
        this.name = name;
        this.purpose = purpose;
        this.schedule = schedule;
        this.database = database;
        this.erasures = erasures;
        this.archive = archive;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String purpose() {
        return purpose;
    }

    @Override
    public Schedule schedule() {
        return schedule;
    }

    @Override
    public void run(JobRun run) {
        List<Rule> rules = database.withHandle(handle -> RetentionStore.rules(handle, name, run.asOf()));
        for (Rule rule : rules) {
            Step step = Step.of(rule.name(), rule.action().name(), rule.before());
            if (run.isDryRun()) {
                run.step(step, (handle, soFar) -> soFar.plus(RetentionStore.count(handle, rule), true));
            } else {
                run.step(step, batch(run, rule));
            }
        }
    }

    private JobRun.Batch batch(JobRun run, Rule rule) {
        return switch (rule.action()) {
            case DELETE -> (transaction, soFar) -> delete(transaction, rule, soFar);
            case ERASE -> (transaction, soFar) -> erasures.ask(transaction, rule, soFar);
            case ARCHIVE -> (transaction, soFar) -> archive.move(transaction, run, rule, soFar);
        };
    }

    private static Step delete(Handle transaction, Rule rule, Step soFar) {
        int deleted = RetentionStore.delete(transaction, rule);
        return soFar.plus(deleted, deleted < rule.batch());
    }
}
