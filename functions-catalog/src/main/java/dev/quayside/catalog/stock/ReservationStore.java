package dev.quayside.catalog.stock;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.shared.contracts.CatalogEvents.Shortage;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.kernel.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** One row per order that was ever heard of: whoever holds its lock decides about the order's stock. */
final class ReservationStore {

    private static final RowMapper<Reservation> RESERVATION = (row, context) -> new Reservation(
            row.getObject("order_id", UUID.class),
            ReservationStatus.valueOf(row.getString("status")),
            lines(row),
            instant(row.getObject("expires_at", OffsetDateTime.class)),
            shortages(row.getString("shortages")));

    private ReservationStore() {}

    /**
     * Notes a reservation if the order is not known. Another transaction that notes the same order is waited for.
     *
     * @return false if it is known
     */
    static boolean claim(Handle transaction, Reservation reservation) {
        return bind(transaction.createUpdate("""
                        insert into reservations (order_id, status, skus, quantities, expires_at, shortages)
                        values (:orderId, :status, :skus, :quantities, :expiresAt, cast(:shortages as jsonb))
                        on conflict (order_id) do nothing
                        """), reservation).execute() == 1;
    }

    /** Finds the order's reservation and keeps others from it until the transaction ends. */
    static Optional<Reservation> lock(Handle transaction, UUID orderId) {
        return transaction
                .createQuery("""
                        select order_id, status, skus, quantities, expires_at, shortages
                        from reservations where order_id = :orderId for update
                        """)
                .bind("orderId", orderId)
                .map(RESERVATION)
                .findOne();
    }

    /** Locks reservations whose time is over; those that another transaction works on are left to it. */
    static List<Reservation> lockExpired(Handle transaction, int batch) {
        return transaction
                .createQuery("""
                        select order_id, status, skus, quantities, expires_at, shortages
                        from reservations
                        where status = 'RESERVED' and expires_at <= now()
                        order by expires_at limit :batch
                        for update skip locked
                        """)
                .bind("batch", batch)
                .map(RESERVATION)
                .list();
    }

    static void save(Handle transaction, Reservation reservation) {
        bind(transaction.createUpdate("""
                        update reservations
                        set status = :status, skus = :skus, quantities = :quantities, expires_at = :expiresAt,
                            shortages = cast(:shortages as jsonb), updated_at = now()
                        where order_id = :orderId
                        """), reservation).execute();
    }

    /**
     * Makes the order's reservation firm and notes the message, in one statement that is its own transaction.
     *
     * @param from the statuses in which it may be
     * @return false if it is in none of them, and nothing was changed
     */
    static boolean makeFirm(Handle handle, UUID orderId, List<ReservationStatus> from, Inbox.Entry message) {
        return handle.createUpdate("""
                        with firm as (
                            update reservations set status = 'FIRM', updated_at = now()
                            where order_id = :orderId and status = any(:from)
                            returning order_id)
                        insert into inbox (consumer, message_id) select :consumer, :messageId from firm
                        """)
                        .bind("orderId", orderId)
                        .bindArray(
                                "from",
                                String.class,
                                from.stream().map(ReservationStatus::name).toArray())
                        .bindMethods(message)
                        .execute()
                == 1;
    }

    static void saveAsExpired(Handle transaction, List<Reservation> reservations) {
        transaction
                .createUpdate(
                        "update reservations set status = 'EXPIRED', updated_at = now() where order_id = any(:orders)")
                .bindArray(
                        "orders",
                        UUID.class,
                        reservations.stream().map(Reservation::orderId).toArray())
                .execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Reservation reservation) {
        return bindLines(statement, reservation)
                .bind("status", reservation.status())
                .bind("expiresAt", reservation.expiresAt())
                .bind("shortages", reservation.shortages().isEmpty() ? null : Json.write(reservation.shortages()));
    }

    /** Binds {@code orderId}, {@code skus} and {@code quantities}. */
    static <S extends SqlStatement<S>> S bindLines(S statement, Reservation reservation) {
        return statement
                .bind("orderId", reservation.orderId())
                .bindArray(
                        "skus",
                        String.class,
                        reservation.lines().stream().map(StockLine::sku).toArray())
                .bindArray(
                        "quantities",
                        Integer.class,
                        reservation.lines().stream().map(StockLine::quantity).toArray());
    }

    private static List<StockLine> lines(ResultSet row) throws SQLException {
        UUID orderId = row.getObject("order_id", UUID.class);
        String[] skus = (String[]) row.getArray("skus").getArray();
        Integer[] quantities = (Integer[]) row.getArray("quantities").getArray();
        List<StockLine> lines = new ArrayList<>(skus.length);
        for (int i = 0; i < skus.length; i++) {
            lines.add(new StockLine(orderId, skus[i], quantities[i]));
        }
        return lines;
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static List<Shortage> shortages(String json) {
        try {
            return json == null ? List.of() : List.of(Json.read(json, Shortage[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored shortages cannot be read", e);
        }
    }
}
