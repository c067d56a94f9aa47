package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code legal_holds}. */
final class HoldStore {

    private static final String SELECT = "select customer_id, ground, reason, placed_by, placed_at from legal_holds ";

    private HoldStore() {}

    /**
     * Makes what begins an erasure and what places or lifts a hold of one customer wait for each other, until this
     * transaction ends: otherwise neither might see the other.
     */
    static void lockCustomer(Handle transaction, UUID customerId) {
        transaction.execute(
                "select pg_advisory_xact_lock(hashtextextended(?, 0))", "housekeeping.legal-hold:" + customerId);
    }

    static Optional<LegalHold> find(Handle handle, UUID customerId) {
        return handle.createQuery(SELECT + "where customer_id = :customerId")
                .bind("customerId", customerId)
                .map(HoldStore::map)
                .findOne();
    }

    static void put(Handle transaction, LegalHold hold) {
        transaction
                .createUpdate("""
                        insert into legal_holds (customer_id, ground, reason, placed_by, placed_at)
                        values (:customerId, :ground, :reason, :by, :since)
                        on conflict (customer_id) do update
                        set ground = excluded.ground, reason = excluded.reason, placed_by = excluded.placed_by,
                            placed_at = excluded.placed_at
                        """)
                .bind("customerId", hold.customerId())
                .bind("ground", hold.ground().name())
                .bind("reason", hold.reason())
                .bind("by", hold.by())
                .bind("since", hold.since())
                .execute();
    }

    /** @return whether there was one */
    static boolean delete(Handle transaction, UUID customerId) {
        return transaction
                        .createUpdate("delete from legal_holds where customer_id = :customerId")
                        .bind("customerId", customerId)
                        .execute()
                == 1;
    }

    /** Latest first, one more than the limit if there are as many. */
    static List<LegalHold> list(Handle handle, HoldFilter filter) {
        String after = filter.after().isPresent() ? "where (placed_at, customer_id) < (:time, :customerId) " : "";
        Query query = handle.createQuery(SELECT + after + "order by placed_at desc, customer_id desc limit :limit")
                .bind("limit", filter.limit() + 1);
        filter.after().ifPresent(place -> query.bind("time", place.since()).bind("customerId", place.customerId()));
        return query.map(HoldStore::map).list();
    }

    private static LegalHold map(ResultSet row, StatementContext context) throws SQLException {
        return new LegalHold(
                row.getObject("customer_id", UUID.class),
                HoldGround.valueOf(row.getString("ground")),
                row.getString("reason"),
                row.getString("placed_by"),
                row.getObject("placed_at", OffsetDateTime.class).toInstant());
    }
}
