package dev.quayside.housekeeping.jobs;

/** Something that is done by the clock, and now and then because an admin asks for it. */
public interface Job {

    /** Its name in addresses and in {@code job_runs}, {@code data-retention}. */
    String name();

    /** What it is for, in one sentence. */
    String purpose();

    Schedule schedule();

    /**
     * Does its steps, each by {@link JobRun#step}; those that an earlier attempt has done are passed over. A dry run
     * changes nothing but counts.
     */
    void run(JobRun run);
}
