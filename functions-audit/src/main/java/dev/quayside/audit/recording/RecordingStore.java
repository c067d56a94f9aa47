package dev.quayside.audit.recording;

import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.shared.gdpr.Pseudonym;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** SQL of what is recorded. */
final class RecordingStore {

    /** An entry at its place in a chain; salt, commitment and link are hex. */
    record Row(Entry entry, String stream, long seq, String salt, String commitment, String link) {}

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

    static void insertTrail(Handle transaction, String stream, List<TrailEntry> trail) {
        if (trail.isEmpty()) {
            return;
        }
        PreparedBatch batch = transaction.prepareBatch("""
                insert into gdpr_audit_trail (id, pseudonym, occurred_at, actor, action, subject_type, subject_id,
                    result, details, stream)
                values (:id, :pseudonym, :occurredAt, :actor, :action, :subjectType, :subjectId,
                    :result, cast(:details as jsonb), :stream)
                """);
        trail.forEach(entry -> batch.bindMethods(entry).bind("stream", stream).add());
        batch.execute();
    }

    static void moveEnd(Handle transaction, String stream, ChainEnd end) {
        transaction.createUpdate("""
                        update chain_heads set seq = :seq, link = decode(:link, 'hex') where stream = :stream
                        """).bind("stream", stream).bindMethods(end).execute();
    }

    static void insert(Handle transaction, List<Row> rows) {
        PreparedBatch batch = transaction.prepareBatch("""
                insert into audit_logs (id, occurred_at, received_at, actor, action, subject_type, subject_id,
                    customer_id, address, result, trace_id, event_id, topic, details, stream, seq, salt, commitment,
                    link)
                values (:id, :occurredAt, :receivedAt, :actor, :action, :subjectType, :subjectId,
                    :customerId, :address, :result, :traceId, :eventId, :topic, cast(:details as jsonb), :stream, :seq,
                    decode(:salt, 'hex'), decode(:commitment, 'hex'), decode(:link, 'hex'))
                """);
        for (Row row : rows) {
            batch.bindMethods(row.entry)
                    .bind("stream", row.stream)
                    .bind("seq", row.seq)
                    .bind("salt", row.salt)
                    .bind("commitment", row.commitment)
                    .bind("link", row.link)
                    .add();
        }
        batch.execute();
    }
}
