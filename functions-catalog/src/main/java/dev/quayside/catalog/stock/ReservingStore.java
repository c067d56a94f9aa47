package dev.quayside.catalog.stock;

import dev.quayside.shared.contracts.CatalogEvents.Shortage;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.events.Outbox;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Sets pieces aside for an order, all lines or none; locks as {@link StockStore} does. */
final class ReservingStore {

    /**
     * Each line that there is a level for, with what is available once nobody else can change that.
     *
     * <p>The arrays go through {@code asked}, since PostgreSQL looks into an array that it can see, finds few elements,
     * and then never trusts a plan made for any number of them: it would plan each call anew, which costs more than
     * running it.
     */
    private static final String LOCKED = """
            with asked as materialized (
                select :orderId as order_id, :skus as skus, :quantities as quantities),
            wanted as (
                select w.sku, w.quantity from asked cross join unnest(skus, quantities) as w (sku, quantity)),
            locked as materialized (
                select l.sku, w.quantity, l.on_hand - l.reserved as available, l.low_threshold
                from wanted w join stock_levels l on l.sku = w.sku
                order by l.sku for no key update of l),
            """;

    /** Takes all that is locked if {@code granted} has the order, and nothing if it is empty. */
    private static final String TAKEN = """
            taken as (
                update stock_levels l
                set reserved = l.reserved + k.quantity, version = l.version + 1
                from locked k cross join granted g
                where l.sku = k.sku
                returning l.sku, g.order_id, k.quantity, l.on_hand, l.reserved, l.low_threshold),
            ledger as (
                insert into stock_movements (sku, order_id, kind, quantity, on_hand_delta, reserved_delta, actor)
                select sku, order_id, 'RESERVE', quantity, 0, quantity, 'orders' from taken)
            """;

    private static final String RESERVE = LOCKED + """
            short as materialized (
                select w.sku, w.quantity, coalesce(l.available, 0) as available
                from wanted w left join locked l on l.sku = w.sku
                where coalesce(l.available, 0) < w.quantity),
            granted as (
                select order_id from asked where (select count(*) from short) = 0),
            """ + TAKEN + """
            select false as short, sku, quantity, on_hand, reserved, low_threshold, 0 as available from taken
            union all
            select true, sku, quantity, 0, 0, 0, available from short
            order by sku
            """;

    private static final String RESERVE_AT_ONCE = LOCKED + """
            granted as (
                insert into reservations (order_id, status, skus, quantities, expires_at)
                select order_id, 'RESERVED', skus, quantities, :expiresAt from asked
                where (select count(*) from locked where available - quantity >= low_threshold) = cardinality(skus)
                on conflict (order_id) do nothing
                returning order_id),
            heard as (
                insert into inbox (consumer, message_id) select :consumer, :messageId from granted),
            """ + TAKEN + """
            insert into outbox (event_id, topic, type, subject, traceparent, payload)
            select :eventId, :topic, :type, :subject, :traceparent, :payload from granted
            """;

    private ReservingStore() {}

    /** What reserving came to. */
    sealed interface Outcome {

        /** @param taken the levels after it, with what was taken */
        record Done(List<Taken> taken) implements Outcome {}

        record Shortfall(List<Shortage> shortages) implements Outcome {}
    }

    record Taken(StockLevel level, int quantity) {}

    /** Takes the lines of a reservation that the transaction has claimed or holds locked. */
    static Outcome reserve(Handle transaction, Reservation reservation) {
        List<Taken> taken = new ArrayList<>();
        List<Shortage> shortages = new ArrayList<>();
        ReservationStore.bindLines(transaction.createQuery(RESERVE), reservation)
                .map((row, context) -> {
                    String sku = row.getString("sku");
                    int quantity = row.getInt("quantity");
                    if (row.getBoolean("short")) {
                        shortages.add(new Shortage(sku, quantity, row.getInt("available")));
                    } else {
                        StockLevel level = new StockLevel(
                                null, sku, row.getInt("on_hand"), row.getInt("reserved"), row.getInt("low_threshold"));
                        taken.add(new Taken(level, quantity));
                    }
                    return sku;
                })
                .list();
        return shortages.isEmpty() ? new Outcome.Done(taken) : new Outcome.Shortfall(shortages);
    }

    /**
     * Notes a reservation, takes its lines, tells of it and notes the message, in one statement that is its own
     * transaction; but only if the order is not known and enough is left of each article that nothing else is to be told.
     *
     * <p>Levels are locked before the order is claimed, elsewhere after: with the claim first, a shortage would leave it
     * behind. The two can only meet in deadlock if the same order is told twice at the same moment, short for one and not
     * for the other; then PostgreSQL ends one, which is tried again.
     *
     * @return false if nothing was changed
     */
    static boolean reserveAtOnce(Handle handle, Reservation reservation, Inbox.Entry message, Outbox.Entry told) {
        return ReservationStore.bindLines(handle.createUpdate(RESERVE_AT_ONCE), reservation)
                        .bind("expiresAt", reservation.expiresAt())
                        .bindMethods(message)
                        .bindMethods(told)
                        .execute()
                == 1;
    }
}
