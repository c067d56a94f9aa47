package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.http.Validated;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Somebody decides that a dead letter is never to be handled. It stays to be seen, with who and why. */
public final class DiscardDeadLetter {

    private final Database database;
    private final AccessTrail trail;
    private final Clock clock;

    public DiscardDeadLetter(Database database, AccessTrail trail, Clock clock) {
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    /** Why. */
    record Command(String reason) implements Validated {
        @Override
        public void validate(Check check) {
            check.text(reason, "reason", 1, 500);
        }
    }

    public Reply answer(Call call, String id) {
        UUID letterId = Call.id(id);
        Command command = call.body(Command.class);
        return call.once(
                database, "dead-letters.discard", transaction -> discard(transaction, call, letterId, command));
    }

    private Reply discard(Handle transaction, Call call, UUID id, Command command) {
        DeadLetter letter = DeadLetterStore.lock(transaction, id).orElseThrow(ProblemException::notFound);
        if (!letter.isOpen()) {
            throw new ProblemException(
                    DeadLetterProblem.DEAD_LETTER_DECIDED, DeadLetterProblem.DEAD_LETTER_DECIDED.title());
        }
        Instant now = clock.instant();
        DeadLetter discarded = letter.decided(
                DeadLetterState.DISCARDED,
                new DeadLetter.Decision(call.caller().reference(), now, command.reason, null, null));
        DeadLetterStore.decide(transaction, discarded);
        trail.record(
                transaction,
                call,
                new Access(
                        "dead-letter.discarded",
                        "dead-letter",
                        id.toString(),
                        letter.concern().customerId()));
        return Reply.ok(DeadLetterView.of(discarded, now));
    }
}
