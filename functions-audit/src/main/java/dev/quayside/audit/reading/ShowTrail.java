package dev.quayside.audit.reading;

import dev.quayside.audit.recording.Person;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The trail of one person, newest first: exports, erasures, holds, consents, and who read or changed their data. It is
 * kept under the pseudonym, so it is there after the erasure too. Reading it is recorded in it.
 */
public final class ShowTrail {

    private final Database database;
    private final ReadingRecorder recorder;

    public ShowTrail(Database database, ReadingRecorder recorder) {
        this.database = database;
        this.recorder = recorder;
    }

    /** @param name the customer's id, or their pseudonym */
    public Reply answer(Call call, String name) {
        UUID person = Call.id(name);
        Optional<LogFilter.Position> after = call.cursor(2).map(LogFilter.Position::of);
        int limit = call.limit();
        List<TrailStore.Line> lines = database.inTransaction(transaction -> {
            List<TrailStore.Line> found = TrailStore.list(transaction, Person.pseudonym(person), after, limit);
            recorder.record(transaction, call, "audit.trail-viewed", Optional.of(person), found.size());
            return found;
        });
        return Reply.ok(Page.of(lines, limit, line -> Cursor.of(line.at(), line.id())));
    }
}
