package dev.quayside.shared.timers;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** The row of each timer. Of two runs at once it tells of the one that began last. */
final class TimerStore {

    private TimerStore() {}

    static void started(Handle handle, String timer, Instant at) {
        handle.createUpdate("""
                        insert into timer_runs (timer, started_at) values (:timer, :at)
                        on conflict (timer) do update
                        set started_at = excluded.started_at, finished_at = null, outcome = null, rows = null
                        """).bind("timer", timer).bind("at", at).execute();
    }

    static void done(Handle handle, String timer, Instant started, long rows, Instant at) {
        handle.createUpdate("""
                        update timer_runs set finished_at = :at, outcome = 'DONE', rows = :rows, last_done_at = :at
                        where timer = :timer and started_at = :started
                        """)
                .bind("timer", timer)
                .bind("started", started)
                .bind("rows", rows)
                .bind("at", at)
                .execute();
    }

    static void failed(Handle handle, String timer, Instant started, Instant at) {
        handle.createUpdate("""
                        update timer_runs set finished_at = :at, outcome = 'FAILED'
                        where timer = :timer and started_at = :started
                        """)
                .bind("timer", timer)
                .bind("started", started)
                .bind("at", at)
                .execute();
    }
}
