package dev.quayside.housekeeping.retention;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Retention rules, and the functions by which the schemas that own the data let it go. */
final class RetentionStore {

    private RetentionStore() {}

    /** The rules of a job as they are at a moment, in order. Years and months are counted by the calendar, in UTC. */
    static List<Rule> rules(Handle handle, String job, Instant asOf) {
        return handle.createQuery("""
                        select name, (cast(:asOf as timestamptz) at time zone 'UTC' - keep) at time zone 'UTC' as before,
                            batch, action, counts, takes, removes, omits
                        from retention_rules where job = :job order by position, name
                        """)
                .bind("job", job)
                .bind("asOf", asOf)
                .map((row, context) -> new Rule(
                        row.getString("name"),
                        row.getObject("before", OffsetDateTime.class).toInstant(),
                        row.getInt("batch"),
                        Rule.Action.valueOf(row.getString("action")),
                        row.getString("counts"),
                        row.getString("takes"),
                        row.getString("removes"),
                        List.of((String[]) row.getArray("omits").getArray())))
                .list();
    }

    static long count(Handle handle, Rule rule) {
        return handle.createQuery("select " + rule.counts() + "(:before)")
                .bind("before", rule.before())
                .mapTo(Long.class)
                .one();
    }

    /** Deletes a batch; returns how many rows went. */
    static int delete(Handle transaction, Rule rule) {
        return transaction
                .createQuery("select " + rule.takes() + "(:before, :most)")
                .bind("before", rule.before())
                .bind("most", rule.batch())
                .mapTo(Integer.class)
                .one();
    }

    /** What to archive, oldest first. */
    static List<Archive.Row> read(Handle transaction, Rule rule) {
        return transaction
                .createQuery("select id, content - :omits as content from " + rule.takes() + "(:before, :most)")
                .bind("before", rule.before())
                .bind("most", rule.batch())
                .bindArray("omits", String.class, rule.omits())
                .map((row, context) -> new Archive.Row(row.getObject("id", UUID.class), row.getString("content")))
                .list();
    }

    /** Removes what is archived; returns how many rows went. */
    static int remove(Handle transaction, Rule rule, List<UUID> ids) {
        return transaction
                .createQuery("select " + rule.removes() + "(:ids)")
                .bindArray("ids", UUID.class, ids)
                .mapTo(Integer.class)
                .one();
    }

    static void noteArchive(Handle transaction, Archive.Manifest file) {
        transaction
                .createUpdate("""
                        insert into archives (blob, rule, run_id, rows, bytes, sha256, first_id, last_id, archived_at)
                        values (:blob, :rule, :runId, :rows, :bytes, :sha256, :firstId, :lastId, :at)
                        """)
                .bind("blob", file.blob())
                .bind("rule", file.rule())
                .bind("runId", file.runId())
                .bind("rows", file.rows())
                .bind("bytes", file.bytes())
                .bind("sha256", file.sha256())
                .bind("firstId", file.firstId())
                .bind("lastId", file.lastId())
                .bind("at", file.archivedAt())
                .execute();
    }

    static List<UUID> customers(Handle transaction, Rule rule, int most) {
        return transaction
                .createQuery("select customer_id from " + rule.takes() + "(:before, :most)")
                .bind("before", rule.before())
                .bind("most", most)
                .mapTo(UUID.class)
                .list();
    }

    /**
     * Notes that a customer's erasure is proposed; false if it was before. Who is too old again by a boundary that is
     * later than that was kept then.
     */
    static boolean noteErasure(Handle transaction, Rule rule, UUID pseudonym, UUID erasureId, Instant now) {
        return transaction
                        .createUpdate("""
                                insert into retention_erasures as known (pseudonym, erasure_id, asked_at)
                                values (:pseudonym, :erasureId, :now)
                                on conflict (pseudonym) do update
                                set erasure_id = excluded.erasure_id, asked_at = excluded.asked_at
                                where known.asked_at < :before
                                """)
                        .bind("pseudonym", pseudonym)
                        .bind("erasureId", erasureId)
                        .bind("now", now)
                        .bind("before", rule.before())
                        .execute()
                == 1;
    }
}
