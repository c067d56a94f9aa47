package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;

/** Keeps what died, so that somebody can see it and decide. The same message twice is kept once. */
public final class KeepDeadLetter {

    private final Database database;
    private final Clock clock;

    public KeepDeadLetter(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Safe to run again; in one statement, hence one transaction. */
    public void keep(DeadMessage message) {
        DeadLetter letter = DeadLetter.found(Ids.newId(), message, clock.instant());
        boolean isNew = database.withHandle(handle -> DeadLetterStore.insert(handle, letter, message.fingerprint()));
        if (isNew) {
            Log.warn(
                    "a message died",
                    "deadLetterId",
                    letter.id(),
                    "source",
                    letter.source().name(),
                    "type",
                    letter.type(),
                    "reason",
                    letter.properties().reason());
        }
    }
}
