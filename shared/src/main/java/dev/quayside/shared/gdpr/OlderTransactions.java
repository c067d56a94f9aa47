package dev.quayside.shared.gdpr;

import dev.quayside.shared.data.Database;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An app's transactions that have begun before some moment. They do not see what was committed since; all that begin
 * later do.
 */
final class OlderTransactions {

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Database database;
    private final OffsetDateTime moment;

    /** Those that have begun before now. */
    OlderTransactions(Database database) {
        this.database = database;
        this.moment = database.withHandle(handle -> handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one());
    }

    /** What has to be waited for longer, in words; empty once they have ended. */
    Optional<String> waitFor(Duration atMost) {
        long begun = System.nanoTime();
        while (areRunning()) {
            if (System.nanoTime() - begun > atMost.toNanos()) {
                return Optional.of("a transaction that began before has to end");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return Optional.empty();
    }

    /** Asked outside of a transaction, within which the answer would stay the same. */
    private boolean areRunning() {
        return database.withHandle(handle -> handle.createQuery("""
                        select exists (
                            select from pg_stat_activity
                            where datname = current_database() and usename = current_user
                                and pid <> pg_backend_pid() and xact_start < :moment)
                        """)
                .bind("moment", moment)
                .mapTo(Boolean.class)
                .one());
    }
}
