package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What died, latest first. It may be about customers: who looked is on record. */
public final class ListDeadLetters {

    private final Database database;
    private final AccessTrail trail;
    private final Clock clock;

    public ListDeadLetters(Database database, AccessTrail trail, Clock clock) {
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    public Reply answer(Call call) {
        DeadLetterFilter filter = DeadLetterFilter.of(call);
        List<DeadLetter> letters = database.inTransaction(transaction -> {
            String whose = filter.customerId().isPresent() ? "customer" : "all";
            UUID customerId = filter.customerId().orElse(null);
            trail.record(transaction, call, new Access("dead-letters.listed", "dead-letters", whose, customerId));
            return DeadLetterStore.list(transaction, filter);
        });
        Instant now = clock.instant();
        return Reply.ok(Page.of(letters, filter.limit(), letter -> Cursor.of(letter.id()))
                .map(letter -> DeadLetterView.of(letter, now)));
    }
}
