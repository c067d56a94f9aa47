package dev.quayside.audit.recording;

import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.audit.chain.Places;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** SQL of what is recorded. */
final class RecordingStore {

    /** An entry at its place in a chain; salt, commitment and link are hex. */
    record Row(Entry entry, long seq, String salt, String commitment, String link) {}

    private RecordingStore() {}

    /** Where a chain ends; nobody else appends to it until the transaction ends. */
    static ChainEnd lockEnd(Handle transaction, String stream) {
        return transaction
                .createQuery("""
                        select seq, encode(link, 'hex') as link from chain_heads where stream = :stream for update
                        """)
                .bind("stream", stream)
                .map((row, context) -> new ChainEnd(row.getLong("seq"), row.getString("link")))
                .one();
    }

    /** Waits for whoever appends to any chain; nobody does until the transaction ends. */
    static void lockEnds(Handle transaction) {
        transaction.execute("select from chain_heads order by stream for update");
    }

    /** Which of these customers are being forgotten, or are. */
    static Set<UUID> forgotten(Handle transaction, Set<UUID> customers) {
        Map<UUID, UUID> byPseudonym = customers.stream().collect(Collectors.toMap(Pseudonym::of, customer -> customer));
        return transaction
                .createQuery("select pseudonym from erased_customers where pseudonym = any(:pseudonyms)")
                .bind("pseudonyms", byPseudonym.keySet().toArray(UUID[]::new))
                .mapTo(UUID.class)
                .map(byPseudonym::get)
                .set();
    }

    /** Which places of which chains {@code erase_entries} blanked in this transaction, by the names of the chains. */
    static SortedMap<String, Places> erasedPlaces(Handle transaction) {
        SortedMap<String, Places> erased = new TreeMap<>();
        transaction
                .createQuery("""
                        select erased ->> 0 as stream, cast(erased ->> 1 as bigint) as seq
                        from jsonb_array_elements(
                            cast(nullif(current_setting('audit.erased', true), '') as jsonb)) erased
                        """)
                .map((row, context) -> Map.entry(row.getString("stream"), row.getLong("seq")))
                .forEach(row -> erased.computeIfAbsent(row.getKey(), stream -> new Places())
                        .add(row.getValue()));
        return erased;
    }

    static void insertTrail(Handle transaction, String stream, List<TrailEntry> trail) {
        if (trail.isEmpty()) {
            return;
        }
        transaction
                .createUpdate("""
                        insert into gdpr_audit_trail (id, pseudonym, occurred_at, actor, action, subject_type,
                            subject_id, result, details, stream)
                        select id, pseudonym, cast(occurred_at as timestamptz), actor, action, subject_type,
                            subject_id, result, cast(details as jsonb), :stream
                        from unnest(:ids, :pseudonyms, :occurredAt, :actors, :actions, :subjectTypes,
                            :subjectIds, :results, :details)
                            as entry (id, pseudonym, occurred_at, actor, action, subject_type,
                                subject_id, result, details)
                        """)
                .bind("stream", stream)
                .bind("ids", ids(trail, TrailEntry::id))
                .bind("pseudonyms", ids(trail, TrailEntry::pseudonym))
                .bind("occurredAt", texts(trail, TrailEntry::occurredAt))
                .bind("actors", texts(trail, TrailEntry::actor))
                .bind("actions", texts(trail, TrailEntry::action))
                .bind("subjectTypes", texts(trail, TrailEntry::subjectType))
                .bind("subjectIds", texts(trail, TrailEntry::subjectId))
                .bind("results", texts(trail, TrailEntry::result))
                .bind("details", texts(trail, TrailEntry::details))
                .execute();
    }

    static void moveEnd(Handle transaction, String stream, ChainEnd end) {
        transaction.createUpdate("""
                        update chain_heads set seq = :seq, link = decode(:link, 'hex') where stream = :stream
                        """).bind("stream", stream).bindMethods(end).execute();
    }

    /** One statement for all: as many would cost more than the rows themselves. */
    static void insert(Handle transaction, String stream, List<Row> rows) {
        List<Entry> entries = rows.stream().map(Row::entry).toList();
        transaction
                .createUpdate("""
                        insert into audit_logs (id, occurred_at, received_at, actor, action, subject_type, subject_id,
                            customer_id, address, result, trace_id, event_id, topic, details, stream, seq, salt,
                            commitment, link)
                        select id, cast(occurred_at as timestamptz), cast(received_at as timestamptz), actor, action,
                            subject_type, subject_id, customer_id, address, result, trace_id, event_id, topic,
                            cast(details as jsonb), :stream, seq, decode(salt, 'hex'), decode(commitment, 'hex'),
                            decode(link, 'hex')
                        from unnest(:ids, :occurredAt, :receivedAt, :actors, :actions, :subjectTypes, :subjectIds,
                            :customerIds, :addresses, :results, :traceIds, :eventIds, :topics, :details, :seqs,
                            :salts, :commitments, :links)
                            as entry (id, occurred_at, received_at, actor, action, subject_type, subject_id,
                                customer_id, address, result, trace_id, event_id, topic, details, seq,
                                salt, commitment, link)
                        """)
                .bind("stream", stream)
                .bind("ids", ids(entries, Entry::id))
                .bind("occurredAt", texts(entries, Entry::occurredAt))
                .bind("receivedAt", texts(entries, Entry::receivedAt))
                .bind("actors", texts(entries, Entry::actor))
                .bind("actions", texts(entries, Entry::action))
                .bind("subjectTypes", texts(entries, Entry::subjectType))
                .bind("subjectIds", texts(entries, Entry::subjectId))
                .bind("customerIds", ids(entries, Entry::customerId))
                .bind("addresses", texts(entries, Entry::address))
                .bind("results", texts(entries, Entry::result))
                .bind("traceIds", texts(entries, Entry::traceId))
                .bind("eventIds", texts(entries, Entry::eventId))
                .bind("topics", texts(entries, Entry::topic))
                .bind("details", texts(entries, entry -> Json.write(entry.details())))
                .bind("seqs", rows.stream().map(Row::seq).toArray(Long[]::new))
                .bind("salts", texts(rows, Row::salt))
                .bind("commitments", texts(rows, Row::commitment))
                .bind("links", texts(rows, Row::link))
                .execute();
    }

    private static <T> UUID[] ids(List<T> rows, Function<T, UUID> column) {
        return rows.stream().map(column).toArray(UUID[]::new);
    }

    private static <T> String[] texts(List<T> rows, Function<T, Object> column) {
        return rows.stream()
                .map(column)
                .map(value -> value == null ? null : value.toString())
                .toArray(String[]::new);
    }
}
