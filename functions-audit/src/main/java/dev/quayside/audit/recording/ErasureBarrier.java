package dev.quayside.audit.recording;

import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Nothing has to end before the audit forgets somebody; but whoever records holds a chain, and looks up who is forgotten
 * while holding it. An erasure that holds all chains when it is noted is so either seen, or sees what was recorded.
 */
public final class ErasureBarrier implements ErasureRule {

    @Override
    public Optional<String> waitsFor(Handle transaction, UUID customerId) {
        RecordingStore.lockEnds(transaction);
        return Optional.empty();
    }
}
