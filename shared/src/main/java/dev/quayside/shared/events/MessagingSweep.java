package dev.quayside.shared.events;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Idempotency;
import dev.quayside.shared.telemetry.Log;
import org.jdbi.v3.core.HandleCallback;

/** What each app's sweep timer does every minute: send what a crash left in the outbox, forget what is over. */
public final class MessagingSweep {

    private static final int BATCH = 2_000;

    /** So that a run ends before the next; more a minute than any app takes in. */
    private static final int MOST_BATCHES = 100;

    private final Database database;
    private final OutboxRelay relay;

    public MessagingSweep(Database database, OutboxRelay relay) {
        this.database = database;
        this.relay = relay;
    }

    /** @return how many events were sent and rows purged */
    public int run() {
        int sent = relay.sweep();
        int keys = purge(transaction -> Idempotency.purgeExpired(transaction, BATCH));
        int messages = purge(transaction -> Inbox.purgeOld(transaction, BATCH));
        if (sent + keys + messages > 0) {
            Log.info("swept", "eventsSent", sent, "idempotencyKeysPurged", keys, "inboxRowsPurged", messages);
        }
        return sent + keys + messages;
    }

    private int purge(HandleCallback<Integer, RuntimeException> oneBatch) {
        int purged = 0;
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            int rows = database.inTransaction(oneBatch);
            purged += rows;
            if (rows < BATCH) {
                break;
            }
        }
        return purged;
    }
}
