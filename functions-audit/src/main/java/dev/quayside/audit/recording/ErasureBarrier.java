package dev.quayside.audit.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quayside.audit.chain.ErasureRecord;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.telemetry.Invocation;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Nothing has to end before the audit forgets somebody; but whoever records holds a chain, and looks up who is forgotten
 * while holding it. An erasure that holds all chains when it is noted is so either seen, or sees what was recorded.
 *
 * <p>What was erased is said by the chains themselves, with each batch: without that, an entry that somebody blanked by
 * hand would look like one of a person who was forgotten.
 */
public final class ErasureBarrier implements ErasureRule {

    private final Clock clock;

    public ErasureBarrier(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<String> waitsFor(Handle transaction, UUID customerId) {
        RecordingStore.lockEnds(transaction);
        return Optional.empty();
    }

    @Override
    public void erased(Handle transaction, ErasurePartRequested asked, String table) {
        if (table.equals("audit_logs")) {
            // In the order of their names, as all do who hold several chains.
            RecordingStore.erasedPlaces(transaction).forEach((stream, places) -> {
                ObjectNode details = ErasureRecord.details(Pseudonym.of(asked.customerId()), places);
                AuditTrail.append(transaction, stream, entry(asked.erasureId(), details));
            });
        }
    }

    private Entry entry(UUID erasureId, ObjectNode details) {
        Instant now = Instant.now(clock).truncatedTo(ChronoUnit.MICROS);
        return new Entry(
                Ids.newId(),
                now,
                now,
                ErasureRecord.ACTOR,
                ErasureRecord.ACTION,
                "erasure",
                erasureId.toString(),
                null,
                null,
                "OK",
                Invocation.currentTrace().traceId(),
                null,
                null,
                details);
    }
}
