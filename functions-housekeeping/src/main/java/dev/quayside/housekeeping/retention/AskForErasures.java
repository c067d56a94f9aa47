package dev.quayside.housekeeping.retention;

import dev.quayside.housekeeping.jobs.Step;
import dev.quayside.shared.contracts.GdprEvents.ErasureProposed;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Proposes to forget customers whom nobody has seen for too long. customers looks again when it hears of it, and then asks
 * for the erasure in the way in which they could ask for it themselves.
 */
public final class AskForErasures {

    private static final String ASKED_BY = "job:data-retention";

    private final Outbox outbox;
    private final Clock clock;

    public AskForErasures(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Proposes a batch of them, each once, and again only if they were kept and the whole time has passed anew. Customers stay listed until their app has heard of it, so each
     * batch asks for more than those before it have seen.
     */
    Step ask(Handle transaction, Rule rule, Step soFar) {
        int seen = soFar.cursor() == null ? 0 : Integer.parseInt(soFar.cursor());
        List<UUID> customers = RetentionStore.customers(transaction, rule, seen + rule.batch());
        Instant now = clock.instant();
        List<ErasureProposed> proposals = new ArrayList<>();
        for (UUID customer : customers) {
            UUID erasureId = Ids.newId();
            if (RetentionStore.noteErasure(transaction, rule, Pseudonym.of(customer), erasureId, now)) {
                proposals.add(new ErasureProposed(erasureId, customer, ASKED_BY, rule.before(), now));
            }
        }
        outbox.appendAll(transaction, proposals);
        boolean isLast = customers.size() < seen + rule.batch();
        return soFar.plus(proposals.size(), isLast).at(String.valueOf(customers.size()));
    }
}
