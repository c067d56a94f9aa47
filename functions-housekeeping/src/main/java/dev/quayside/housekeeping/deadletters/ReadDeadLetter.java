package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.util.UUID;

/** One dead letter as it came, from which an edit can be made. It may hold personal data: who saw it is on record. */
public final class ReadDeadLetter {

    private final Database database;
    private final AccessTrail trail;
    private final Clock clock;

    public ReadDeadLetter(Database database, AccessTrail trail, Clock clock) {
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    public Reply answer(Call call, String id) {
        UUID letterId = Call.id(id);
        return database.inTransaction(transaction -> {
            DeadLetter letter = DeadLetterStore.find(transaction, letterId).orElseThrow(ProblemException::notFound);
            trail.record(
                    transaction,
                    call,
                    new Access(
                            "dead-letter.viewed",
                            "dead-letter",
                            letterId.toString(),
                            letter.concern().customerId()));
            return Reply.ok(DeadLetterView.whole(letter, clock.instant()));
        });
    }
}
