package dev.quayside.audit.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quayside.audit.recording.Entry;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.Reply;
import java.util.List;

/** The audit, newest first. Whoever reads it is in it: that is recorded with the answer. */
public final class ShowLogs {

    private final Database database;
    private final ReadingRecorder recorder;

    public ShowLogs(Database database, ReadingRecorder recorder) {
        this.database = database;
        this.recorder = recorder;
    }

    public Reply answer(Call call) {
        LogFilter filter = LogFilter.of(call);
        List<Entry> rows = database.inTransaction(transaction -> {
            List<Entry> found = LogStore.list(transaction, filter);
            recorder.record(transaction, call, "audit.viewed", filter.customerId(), found.size());
            return found;
        });
        Page<ObjectNode> page = Page.of(rows, filter.limit(), entry -> Cursor.of(entry.occurredAt(), entry.id()))
                .map(Entry::view);
        return Reply.ok(page);
    }
}
