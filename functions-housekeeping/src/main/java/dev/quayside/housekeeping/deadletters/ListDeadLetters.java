package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** What died, latest first. */
public final class ListDeadLetters {

    private final Database database;
    private final Clock clock;

    public ListDeadLetters(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public Reply answer(Call call) {
        DeadLetterFilter filter = DeadLetterFilter.of(call);
        List<DeadLetter> letters = database.withHandle(handle -> DeadLetterStore.list(handle, filter));
        Instant now = clock.instant();
        return Reply.ok(Page.of(letters, filter.limit(), letter -> Cursor.of(letter.id()))
                .map(letter -> DeadLetterView.of(letter, now)));
    }
}
