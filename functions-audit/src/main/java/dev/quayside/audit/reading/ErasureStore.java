package dev.quayside.audit.reading;

import dev.quayside.audit.chain.ErasureRecord;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of what the chains say of erasures. */
final class ErasureStore {

    private ErasureStore() {}

    /**
     * The first of the entries that say what was erased whose erasure did not tell, in {@code gdpr.erased-part}, that it
     * took as many rows as all its entries say together.
     *
     * @param after places of the stream behind this one
     * @param last up to this one
     * @param from recorded then or later: before that, others of the same erasure may be gone
     * @param to recorded before: what an erasure told may still be on its way
     */
    static Optional<Long> firstUnknown(Handle handle, String stream, long after, long last, Instant from, Instant to) {
        return handle.createQuery("""
                        select said.seq from audit_logs said
                        where said.stream = :stream and said.seq > :after and said.seq <= :last
                            and said.action = '%1$s' and said.topic is null and said.details ->> 'places' is not null
                            and said.received_at >= :from and said.received_at < :to
                            and (select sum(cast(each.details ->> 'rows' as bigint)) from audit_logs each
                                    where each.subject_type = 'erasure' and each.subject_id = said.subject_id
                                        and each.action = '%1$s' and each.topic is null)
                                is distinct from (
                                    select max(cast(erased ->> 'rows' as bigint))
                                    from audit_logs told
                                    cross join jsonb_array_elements(told.details #> '{data,tables}') erased
                                    where told.subject_type = 'customer'
                                        and told.subject_id = said.details ->> 'pseudonym'
                                        and told.action = 'gdpr.erased-part'
                                        and told.details #>> '{data,erasureId}' = said.subject_id
                                        and told.details #>> '{data,app}' = 'audit'
                                        and erased ->> 'table' = 'audit_logs')
                        order by said.seq limit 1
                        """.formatted(ErasureRecord.ACTION))
                .bind("stream", stream)
                .bind("after", after)
                .bind("last", last)
                .bind("from", from)
                .bind("to", to)
                .mapTo(Long.class)
                .findOne();
    }
}
