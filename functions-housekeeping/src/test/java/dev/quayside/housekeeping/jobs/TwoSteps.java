package dev.quayside.housekeeping.jobs;

import java.util.List;

/** A job that empties a table in two steps, two rows a batch, and counts in another what it took away. */
record TwoSteps(Runnable beforeBatch) implements Job {

    static final String TABLES = """
            create table things (step text, id integer);
            create table taken (step text primary key, rows bigint, batches integer);
            grant select, insert, update, delete on things, taken to housekeeping_app;
            """;

    TwoSteps() {
        this(() -> {});
    }

    @Override
    public String name() {
        return "two-steps";
    }

    @Override
    public String purpose() {
        return "Empties a table";
    }

    @Override
    public Schedule schedule() {
        return Schedule.daily(2);
    }

    @Override
    public void run(JobRun run) {
        for (String name : List.of("first", "second")) {
            run.step(Step.of(name, "DELETE", run.asOf()), (handle, soFar) -> {
                if (run.isDryRun()) {
                    return soFar.plus(7, true);
                }
                beforeBatch.run();
                int deleted = handle.execute(
                        "delete from things where (step, id) in"
                                + " (select step, id from things where step = ? order by id limit 2)",
                        name);
                handle.execute("update taken set rows = rows + ?, batches = batches + 1 where step = ?", deleted, name);
                return soFar.plus(deleted, deleted < 2);
            });
        }
    }
}
