package dev.quayside.customers.segments;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The tables {@code customer_segments}, {@code segment_rules} and {@code segment_runs}. */
final class SegmentStore {

    /**
     * Puts customers into the segment of the first rule that fits. Of the orders of each customer the index gives those
     * in the rule's window; what stays as it is is not written.
     */
    private static final String CLASSIFY = """
            with batch as materialized (%s),
            fit as materialized (
                select b.id, b.registered_at, (
                    select r.segment from segment_rules r
                    where (r.registered_within_days is null
                            or b.registered_at > cast(:asOf as timestamptz) - make_interval(days => r.registered_within_days))
                        and exists (
                            select from customer_orders o
                            where o.customer_id = b.id and o.status in ('PAID', 'CONFIRMED', 'SHIPPED', 'DELIVERED')
                                and o.placed_at > cast(:asOf as timestamptz) - make_interval(days => r.window_days)
                            having count(*) between r.least_orders and coalesce(r.most_orders, 2147483647)
                                and coalesce(sum(o.total) filter (where o.currency = r.currency), 0) >= r.least_spent)
                    order by r.priority limit 1) as segment
                from batch b),
            left_out as (
                delete from customer_segments s using fit where s.customer_id = fit.id and fit.segment is null
                returning 1),
            moved as (
                insert into customer_segments as known (customer_id, segment, registered_at, since)
                select id, segment, registered_at, cast(:asOf as timestamptz) from fit where segment is not null
                on conflict (customer_id) do update set segment = excluded.segment, since = excluded.since
                where known.segment <> excluded.segment
                returning 1)
            select (select id from batch order by id desc limit 1) as last, (select count(*) from batch) as customers,
                (select count(*) from left_out) + (select count(*) from moved) as changed
            """;

    private static final String ONE = "select id, registered_at from customers where id = :id and deleted_at is null";
    private static final String SOME = """
            select id, registered_at from customers where id > :after and deleted_at is null order by id limit :size""";

    private SegmentStore() {}

    /** A batch that was done: its last customer, and how many there were. */
    record Batch(UUID last, long customers, long changed) {}

    static void classifyOne(Handle transaction, UUID customer, Instant asOf) {
        transaction
                .createQuery(CLASSIFY.formatted(ONE))
                .bind("id", customer)
                .bind("asOf", asOf)
                .mapTo(UUID.class)
                .one();
    }

    static Batch classifyNext(Handle transaction, SegmentRun run, int size) {
        return transaction
                .createQuery(CLASSIFY.formatted(SOME))
                .bind("after", run.afterCustomer())
                .bind("size", size)
                .bind("asOf", run.asOf())
                .map((row, context) ->
                        new Batch(row.getObject("last", UUID.class), row.getLong("customers"), row.getLong("changed")))
                .one();
    }

    /** The newest run, finished or not. */
    static Optional<SegmentRun> newest(Handle transaction) {
        return transaction
                .createQuery("""
                        select id, as_of, after_customer, finished_at is not null as is_finished from segment_runs
                        order by id desc limit 1
                        """)
                .map((row, context) -> new SegmentRun(
                        row.getLong("id"),
                        row.getTimestamp("as_of").toInstant(),
                        row.getObject("after_customer", UUID.class),
                        row.getBoolean("is_finished")))
                .findOne();
    }

    static SegmentRun start(Handle transaction, Instant asOf) {
        long id = transaction
                .createQuery("insert into segment_runs (as_of) values (:asOf) returning id")
                .bind("asOf", asOf)
                .mapTo(Long.class)
                .one();
        return new SegmentRun(id, asOf, SegmentRun.BEGINNING, false);
    }

    /** @param finishedAt null if customers may be left; a finished run names none */
    static void done(Handle transaction, SegmentRun run, Batch batch, Instant finishedAt) {
        transaction
                .createUpdate("""
                        update segment_runs
                        set after_customer = case when cast(:finishedAt as timestamptz) is null
                                then coalesce(:last, after_customer) else :beginning end,
                            customers = customers + :customers,
                            changed = changed + :changed, finished_at = :finishedAt
                        where id = :id
                        """)
                .bind("id", run.id())
                .bind("last", batch.last())
                .bind("beginning", SegmentRun.BEGINNING)
                .bind("customers", batch.customers())
                .bind("changed", batch.changed())
                .bind("finishedAt", finishedAt)
                .execute();
    }
}
