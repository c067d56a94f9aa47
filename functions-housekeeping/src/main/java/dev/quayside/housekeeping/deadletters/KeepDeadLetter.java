package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.gdpr.ErasedCustomers;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps what died, so that somebody can see it and decide. The same message twice is kept once. */
public final class KeepDeadLetter {

    private final Database database;
    private final Clock clock;

    public KeepDeadLetter(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Safe to run again. Of a forgotten customer, only that a message died is kept. */
    public void keep(DeadMessage message) {
        DeadLetter letter = DeadLetter.found(Ids.newId(), message, clock.instant());
        boolean isNew = database.inTransaction(transaction -> keep(transaction, letter, message.fingerprint()));
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

    private static boolean keep(Handle transaction, DeadLetter letter, byte[] fingerprint) {
        boolean isNew = DeadLetterStore.insert(transaction, letter, fingerprint);
        UUID customerId = letter.concern().customerId();
        if (isNew && customerId != null && ErasedCustomers.contains(transaction, customerId)) {
            DeadLetterStore.erase(transaction, customerId, Pseudonym.of(customerId));
        }
        return isNew;
    }
}
