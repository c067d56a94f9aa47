package dev.quayside.audit.partitions;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Keeps the months to come ready. Until a month has its partition, its rows wait in the default one; they move when it
 * is made. Safe to run again and by two instances at once.
 */
public final class PartitionKeeper {

    /** The month before, since events may come late, this one and three to come. */
    private static final int MONTHS = 5;

    private final Database database;
    private final Clock clock;

    public PartitionKeeper(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @return how many partitions were made */
    public int run() {
        LocalDate firstMonth =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusMonths(1);
        int made = database.inTransaction(transaction -> PartitionStore.create(transaction, firstMonth, MONTHS));
        if (made > 0) {
            Log.info("partitions made", "partitions", made);
        }
        return made;
    }
}
