package dev.quayside.catalog.stock;

import dev.quayside.shared.contracts.CatalogEvents.StockReleased;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.telemetry.Log;
import java.util.List;

/** Frees what was set aside for orders that nobody paid for in time. */
public final class ExpireReservations {

    static final String REASON = "expired";
    private static final int BATCH = 100;

    private final Database database;
    private final Outbox outbox;

    public ExpireReservations(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /**
     * Each batch is a transaction of its own: a crash loses none and repeats none.
     *
     * @return how many reservations were freed
     */
    public int run() {
        int expired = 0;
        int batch;
        do {
            batch = expireBatch();
            expired += batch;
        } while (batch == BATCH);
        if (expired > 0) {
            Log.info("reservations expired", "count", expired);
        }
        return expired;
    }

    private int expireBatch() {
        return database.inTransaction(transaction -> {
            List<Reservation> over = ReservationStore.lockExpired(transaction, BATCH);
            if (!over.isEmpty()) {
                StockStore.release(
                        transaction,
                        over.stream().flatMap(r -> r.lines().stream()).toList());
                ReservationStore.saveAsExpired(transaction, over);
                outbox.appendAll(
                        transaction,
                        over.stream()
                                .map(r -> new StockReleased(r.orderId(), REASON))
                                .toList());
            }
            return over.size();
        });
    }
}
