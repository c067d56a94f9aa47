package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.ErasureDelayed;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Has an erasure decide what comes next, and does it: state and events commit together. */
public final class Coordinator {

    private final Outbox outbox;
    private final Clock clock;

    public Coordinator(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param erasure locked in this transaction, or new, with what has just become known; not completed */
    Erasure advance(Handle transaction, Erasure erasure) {
        Instant now = clock.instant();
        Erasure.Decision decision = erasure.decide(HoldStore.find(transaction, erasure.customerId()), now);
        Erasure after = decision.after();
        ErasureStore.update(transaction, after);
        outbox.appendAll(
                transaction,
                decision.ask().stream()
                        .map(app -> new ErasurePartRequested(
                                after.id(),
                                after.customerId(),
                                app,
                                now,
                                after.part(app).validUntil()))
                        .toList());
        if (decision.alert()) {
            alert(transaction, after, now);
        }
        if (erasure.state() != after.state()) {
            Log.info(
                    "erasure",
                    "erasureId",
                    after.id(),
                    "pseudonym",
                    after.pseudonym(),
                    "state",
                    after.state().name());
        }
        return after;
    }

    private void alert(Handle transaction, Erasure erasure, Instant now) {
        String reason = erasure.explanation();
        outbox.append(transaction, new ErasureDelayed(erasure.id(), erasure.pseudonym(), reason, erasure.dueAt(), now));
        Log.error(
                "an erasure may not be completed in the time that the law gives",
                null,
                "erasureId",
                erasure.id(),
                "pseudonym",
                erasure.pseudonym(),
                "dueAt",
                erasure.dueAt(),
                "reason",
                reason);
    }
}
