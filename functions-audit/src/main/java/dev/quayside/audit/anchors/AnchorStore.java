package dev.quayside.audit.anchors;

import dev.quayside.audit.chain.ChainEnd;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** SQL of anchors. */
final class AnchorStore {

    /**
     * What was noted of an anchor that was written.
     *
     * @param sha256 of the document, hex
     */
    record Noted(LocalDate day, String sha256, String document) {}

    private AnchorStore() {}

    /** Where all chains end, at one moment. */
    static Map<String, ChainEnd> heads(Handle handle) {
        Map<String, ChainEnd> heads = new TreeMap<>();
        handle.createQuery("select stream, seq, encode(link, 'hex') as link from chain_heads")
                .map((row, context) -> heads.put(row.getString("stream"), end(row)))
                .list();
        return heads;
    }

    static void note(Handle transaction, Noted anchor) {
        transaction
                .createUpdate("""
                        insert into anchors (day, sha256, document) values (:day, :sha256, :document)
                        on conflict do nothing
                        """)
                .bind("day", anchor.day)
                .bind("sha256", anchor.sha256)
                .bind("document", anchor.document)
                .execute();
    }

    /** Newest first. */
    static List<Noted> list(Handle handle, LocalDate before, int limit) {
        return handle.createQuery("""
                        select day, sha256, document from anchors where day < :before order by day desc limit :limit
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new Noted(
                        row.getObject("day", LocalDate.class), row.getString("sha256"), row.getString("document")))
                .list();
    }

    /** Where a chain starts, if retention removed its beginning. */
    static Optional<ChainEnd> start(Handle handle, String stream) {
        return handle.createQuery("""
                        select seq, encode(link, 'hex') as link from chain_starts where stream = :stream and seq > 0
                        """)
                .bind("stream", stream)
                .map((row, context) -> end(row))
                .findOne();
    }

    /** Where chains start whose beginnings retention removed. */
    static Map<String, ChainEnd> starts(Handle handle) {
        Map<String, ChainEnd> starts = new TreeMap<>();
        handle.createQuery("select stream, seq, encode(link, 'hex') as link from chain_starts where seq > 0")
                .map((row, context) -> starts.put(row.getString("stream"), end(row)))
                .list();
        return starts;
    }

    /** The entry at a place; empty if there is none, or more than one. */
    static Optional<ChainEnd> at(Handle handle, String stream, long seq) {
        List<ChainEnd> found = handle.createQuery("""
                        select seq, encode(link, 'hex') as link from audit_logs where stream = :stream and seq = :seq
                        """)
                .bind("stream", stream)
                .bind("seq", seq)
                .map((row, context) -> end(row))
                .list();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static ChainEnd end(ResultSet row) throws SQLException {
        return new ChainEnd(row.getLong("seq"), row.getString("link"));
    }
}
