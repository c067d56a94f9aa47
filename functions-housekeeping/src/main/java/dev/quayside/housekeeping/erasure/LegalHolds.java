package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import dev.quayside.shared.contracts.GdprEvents.LegalHoldChanged;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.http.Validated;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Somebody decides that a customer's data must be kept, or no longer has to be. Erasures stop and go on at once. */
public final class LegalHolds {

    private final Database database;
    private final Coordinator coordinator;
    private final Outbox outbox;
    private final AccessTrail trail;
    private final Clock clock;

    public LegalHolds(Database database, Coordinator coordinator, Outbox outbox, AccessTrail trail, Clock clock) {
        this.database = database;
        this.coordinator = coordinator;
        this.outbox = outbox;
        this.trail = trail;
        this.clock = clock;
    }

    /** Why. */
    record Command(HoldGround ground, String reason) implements Validated {
        @Override
        public void validate(Check check) {
            check.present(ground, "ground");
            check.text(reason, "reason", 1, 500);
        }

        private boolean says(LegalHold hold) {
            return hold.ground() == ground && hold.reason().equals(reason);
        }
    }

    /** Latest first. They name customers: who looked is on record. */
    public Reply list(Call call) {
        HoldFilter filter = HoldFilter.of(call);
        List<LegalHold> holds = database.inTransaction(transaction -> {
            trail.record(transaction, call, new Access("legal-holds.listed", "legal-holds", "all", null));
            return HoldStore.list(transaction, filter);
        });
        return Reply.ok(Page.of(holds, filter.limit(), hold -> Cursor.of(hold.since(), hold.customerId())));
    }

    /** Placing the same hold again changes nothing; another ground or reason takes the place of the one before. */
    public Reply place(Call call, String id) {
        UUID customerId = Call.id(id);
        Command command = call.body(Command.class);
        return database.inTransaction(transaction -> {
            HoldStore.lockCustomer(transaction, customerId);
            // What they have erased is then known until the commit, and none of them ends unseen.
            List<Erasure> open = ErasureStore.lockOpen(transaction, Pseudonym.of(customerId));
            refuseIfForgotten(transaction, customerId);
            LegalHold hold = HoldStore.find(transaction, customerId)
                    .filter(command::says)
                    .orElseGet(() -> place(transaction, call, customerId, command, open));
            return Reply.ok(HoldView.of(hold, open, clock.instant()));
        });
    }

    private LegalHold place(Handle transaction, Call call, UUID customerId, Command command, List<Erasure> open) {
        LegalHold hold = new LegalHold(
                customerId, command.ground, command.reason, call.caller().reference(), clock.instant());
        HoldStore.put(transaction, hold);
        tell(transaction, call, hold, true, open);
        return hold;
    }

    public Reply lift(Call call, String id) {
        UUID customerId = Call.id(id);
        return database.inTransaction(transaction -> {
            HoldStore.lockCustomer(transaction, customerId);
            LegalHold hold = HoldStore.find(transaction, customerId).orElseThrow(ProblemException::notFound);
            HoldStore.delete(transaction, customerId);
            tell(transaction, call, hold, false, ErasureStore.lockOpen(transaction, Pseudonym.of(customerId)));
            return Reply.noContent();
        });
    }

    private static void refuseIfForgotten(Handle transaction, UUID customerId) {
        if (ErasureStore.isForgotten(transaction, Pseudonym.of(customerId))) {
            throw new ProblemException(ErasureProblem.CUSTOMER_FORGOTTEN, ErasureProblem.CUSTOMER_FORGOTTEN.title());
        }
    }

    private void tell(Handle transaction, Call call, LegalHold hold, boolean held, List<Erasure> open) {
        UUID customerId = hold.customerId();
        Instant now = clock.instant();
        outbox.append(
                transaction,
                new LegalHoldChanged(
                        customerId, held, hold.ground(), call.caller().reference(), now));
        trail.record(
                transaction, call, Access.toCustomer(held ? "legal-hold.placed" : "legal-hold.lifted", customerId));
        open.forEach(erasure -> coordinator.advance(transaction, erasure));
    }
}
