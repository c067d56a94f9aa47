package dev.quayside.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quayside.audit.chain.Chain;
import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.audit.chain.ErasureRecord;
import dev.quayside.audit.recording.AuditTrail;
import dev.quayside.audit.recording.Entry;
import dev.quayside.shared.kernel.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/** Somebody who may do anything in the database, and knows how it all works, but has no key. */
record Forger(AuditWorld world) {

    /** Makes commitments, links and head of a stream anew from the rows as they are now. */
    void chainAnew(String stream) {
        ChainEnd end = ChainEnd.start(stream);
        JsonNode rows =
                AuditWorld.body(world.export(world.admin(), "stream", stream)).get("items");
        for (JsonNode row : rows) {
            String commitment = row.has("salt")
                    ? Chain.commitment(row.get("salt").asText(), row.get("content"))
                    : row.get("commitment").asText();
            end = new ChainEnd(end.seq() + 1, Chain.link(end.link(), end.seq() + 1, commitment));
            world.sql("update audit_logs set commitment = decode('%s', 'hex'), link = decode('%s', 'hex')"
                            .formatted(commitment, end.link())
                    + " where stream = '%s' and seq = %d".formatted(stream, end.seq()));
        }
        world.sql(
                "update chain_heads set link = decode('%s', 'hex') where stream = '%s'".formatted(end.link(), stream));
    }

    /** Appends, as the app itself does, that an erasure took some places. */
    void claimErased(String stream, UUID erasure, int rows, String places) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Entry entry = new Entry(
                Ids.newId(),
                now,
                now,
                ErasureRecord.ACTOR,
                ErasureRecord.ACTION,
                "erasure",
                erasure.toString(),
                null,
                null,
                "OK",
                null,
                null,
                null,
                JsonNodeFactory.instance.objectNode().put("rows", rows).put("places", places));
        world.database.database().useTransaction(transaction -> AuditTrail.append(transaction, stream, entry));
    }

    static JsonNode payload(String document) {
        String part = document.split("\\.", -1)[1];
        return AuditWorld.json(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    /** The anchor with something else in it, under the signature that it had. */
    static String signedByNobody(String document) {
        String[] parts = document.split("\\.", -1);
        String payload = payload(document).toString().replaceFirst("\"seq\":", "\"seq\":9");
        return parts[0]
                + '.'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                + '.'
                + parts[2];
    }
}
