package dev.quayside.customers.exports;

import dev.quayside.shared.contracts.GdprEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The tables {@code exports} and {@code export_parts}. */
final class ExportStore {

    private static final String COLUMNS = "id, customer_id, requested_by, requested_at, state, ready_at, expires_at";

    private ExportStore() {}

    static void insert(Handle transaction, Export export) {
        transaction.createUpdate("""
                        insert into exports (id, customer_id, requested_by, requested_at, asked_at, state)
                        values (:id, :customerId, :requestedBy, :requestedAt, :requestedAt, :state)
                        """).bindMethods(export).execute();
    }

    static Optional<Export> find(Handle handle, UUID id) {
        return handle.createQuery("select " + COLUMNS + " from exports where id = :id")
                .bind("id", id)
                .map((row, context) -> export(row))
                .findOne();
    }

    /** As {@link #find}; nobody else changes the export until the transaction ends. */
    static Optional<Export> lock(Handle transaction, UUID id) {
        return transaction
                .createQuery("select " + COLUMNS + " from exports where id = :id for update")
                .bind("id", id)
                .map((row, context) -> export(row))
                .findOne();
    }

    /** The newest that was requested after a moment. */
    static Optional<Export> newest(Handle handle, UUID customer, Instant after) {
        return handle.createQuery("""
                        select %s from exports where customer_id = :customer and requested_at > :after
                        order by requested_at desc limit 1
                        """.formatted(COLUMNS))
                .bind("customer", customer)
                .bind("after", after)
                .map((row, context) -> export(row))
                .findOne();
    }

    /** The apps that have not given their part, in alphabetical order. */
    static List<String> missing(Handle handle, UUID id) {
        List<String> there = handle.createQuery("select app from export_parts where export_id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .list();
        return GdprEvents.PARTICIPANTS.stream()
                .filter(app -> !there.contains(app))
                .sorted()
                .toList();
    }

    static List<ExportPart> parts(Handle handle, UUID id) {
        return handle.createQuery(
                        "select app, sha256, rows, bytes from export_parts where export_id = :id order by app")
                .bind("id", id)
                .map((row, context) -> new ExportPart(
                        row.getString("app"), row.getString("sha256"), row.getLong("rows"), row.getLong("bytes")))
                .list();
    }

    /** An app that was asked again may have written another part over the first. */
    static void write(Handle transaction, UUID id, ExportPart part) {
        transaction.createUpdate("""
                        insert into export_parts (export_id, app, sha256, rows, bytes)
                        values (:id, :app, :sha256, :rows, :bytes)
                        on conflict (export_id, app) do update
                        set sha256 = excluded.sha256, rows = excluded.rows, bytes = excluded.bytes
                        """).bind("id", id).bindMethods(part).execute();
    }

    /** Unless its app has told of another since. */
    static void forget(Handle transaction, UUID id, ExportPart spoilt) {
        transaction
                .createUpdate("delete from export_parts where export_id = :id and app = :app and sha256 = :sha256")
                .bind("id", id)
                .bind("app", spoilt.app())
                .bind("sha256", spoilt.sha256())
                .execute();
    }

    /**
     * Leaves the making of the file to whoever gets an export here.
     *
     * @return empty if it is not whole, made already, or somebody else makes it
     */
    static Optional<Export> claim(Handle handle, UUID id, Instant now, Instant until) {
        return handle.createQuery("""
                        update exports set assembling_until = :until
                        where id = :id and state = 'COLLECTING' and expires_at is null
                            and (assembling_until is null or assembling_until <= :now)
                            and (select count(*) from export_parts where export_id = :id) = :parts
                        returning %s
                        """.formatted(COLUMNS))
                .bind("id", id)
                .bind("now", now)
                .bind("until", until)
                .bind("parts", GdprEvents.PARTICIPANTS.size())
                .map((row, context) -> export(row))
                .findOne();
    }

    /** Lets others make the file from a moment on, and not before. */
    static void leaveUntil(Handle handle, UUID id, Instant moment) {
        handle.createUpdate("update exports set assembling_until = :moment where id = :id and state = 'COLLECTING'")
                .bind("id", id)
                .bind("moment", moment)
                .execute();
    }

    /** @return false if the file is not wanted any more, or was made by somebody else */
    static boolean ready(Handle transaction, Export ready) {
        int updated = transaction.createUpdate("""
                        update exports
                        set state = :state, ready_at = :readyAt, expires_at = :expiresAt, assembling_until = null
                        where id = :id and state = 'COLLECTING' and expires_at is null
                        """).bindMethods(ready).execute();
        return updated == 1;
    }

    /** All files of a customer are to go. */
    static void withdraw(Handle transaction, UUID customer, Instant now) {
        transaction
                .createUpdate("""
                        update exports set expires_at = :now
                        where customer_id = :customer and state <> 'EXPIRED' and (expires_at is null or expires_at > :now)
                        """)
                .bind("customer", customer)
                .bind("now", now)
                .execute();
    }

    /** The blobs of its parts are gone. */
    static void partsAreGone(Handle transaction, UUID id) {
        transaction.execute("delete from export_parts where export_id = ?", id);
        transaction.execute("update exports set has_parts = false where id = ?", id);
    }

    static void expired(Handle transaction, UUID id) {
        transaction.execute("update exports set state = 'EXPIRED' where id = ?", id);
    }

    /** Whole, but nobody makes the file: who began to has died or failed. */
    static List<UUID> leftToMake(Handle handle, Instant now, int most) {
        return handle.createQuery("""
                        select id from exports e
                        where state = 'COLLECTING' and expires_at is null
                            and (assembling_until is null or assembling_until <= :now)
                            and (select count(*) from export_parts p where p.export_id = e.id) = :parts
                        order by requested_at limit :most
                        """)
                .bind("now", now)
                .bind("parts", GdprEvents.PARTICIPANTS.size())
                .bind("most", most)
                .mapTo(UUID.class)
                .list();
    }

    /** Made, but the blobs of the parts are still there. */
    static List<UUID> withParts(Handle handle, int most) {
        return handle.createQuery("""
                        select id from exports where state = 'READY' and has_parts order by ready_at limit :most
                        """).bind("most", most).mapTo(UUID.class).list();
    }

    /** Ends the time of those that are still not whole, so that the parts that did come are not kept for ever. */
    static List<UUID> giveUp(Handle transaction, Instant requestedBefore, Instant now, int most) {
        return transaction
                .createQuery("""
                        update exports set expires_at = :now
                        where id = any (array(
                            select id from exports
                            where state = 'COLLECTING' and expires_at is null and requested_at <= :before
                            order by requested_at limit :most for update skip locked))
                        returning id
                        """)
                .bind("before", requestedBefore)
                .bind("now", now)
                .bind("most", most)
                .mapTo(UUID.class)
                .list();
    }

    /** Those whose time is over, unless somebody just makes the file. */
    static List<UUID> toExpire(Handle handle, Instant now, int most) {
        return handle.createQuery("""
                        select id from exports
                        where state <> 'EXPIRED' and expires_at <= :now
                            and (assembling_until is null or assembling_until <= :now)
                        order by expires_at limit :most
                        """)
                .bind("now", now)
                .bind("most", most)
                .mapTo(UUID.class)
                .list();
    }

    /** As {@link #toExpire}, of one customer. */
    static List<UUID> toExpireOf(Handle handle, UUID customer, Instant now) {
        return handle.createQuery("""
                        select id from exports
                        where customer_id = :customer and state <> 'EXPIRED' and expires_at <= :now
                            and (assembling_until is null or assembling_until <= :now)
                        """)
                .bind("customer", customer)
                .bind("now", now)
                .mapTo(UUID.class)
                .list();
    }

    /** Whether a customer has exports of which there may be files. */
    static boolean hasFiles(Handle handle, UUID customer) {
        return handle.createQuery("""
                        select exists (select from exports where customer_id = :customer and state <> 'EXPIRED')
                        """)
                .bind("customer", customer)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Those that wait for parts for ten minutes, twenty, forty and so on; they count as asked for again.
     *
     * @return oldest first
     */
    static List<Export> toAskAgain(Handle transaction, Instant now, int most) {
        return transaction
                .createQuery("""
                        update exports set asked_at = :now
                        where id = any (array(
                            select id from exports e
                            where state = 'COLLECTING' and expires_at is null
                                and asked_at + greatest(interval '10 minutes', asked_at - requested_at) <= :now
                                and (select count(*) from export_parts p where p.export_id = e.id) < :parts
                            order by requested_at limit :most for update skip locked))
                        returning %s
                        """.formatted(COLUMNS))
                .bind("now", now)
                .bind("parts", GdprEvents.PARTICIPANTS.size())
                .bind("most", most)
                .map((row, context) -> export(row))
                .list();
    }

    private static Export export(ResultSet row) throws SQLException {
        return new Export(
                row.getObject("id", UUID.class),
                row.getObject("customer_id", UUID.class),
                row.getString("requested_by"),
                row.getTimestamp("requested_at").toInstant(),
                Export.State.valueOf(row.getString("state")),
                instant(row.getTimestamp("ready_at")),
                instant(row.getTimestamp("expires_at")));
    }

    private static Instant instant(Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
