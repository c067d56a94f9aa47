package dev.quayside.audit.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.audit.chain.ChainRow;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Hands out a stream page by page, with all that somebody else needs to verify it. */
public final class ExportStream {

    private final Database database;
    private final ReadingRecorder recorder;

    public ExportStream(Database database, ReadingRecorder recorder) {
        this.database = database;
        this.recorder = recorder;
    }

    /**
     * @param start the place and link before the first item
     * @param head where the stream ends; only on the page that reaches the end
     * @param next where to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExportPage(String stream, ChainEnd start, List<ChainRow> items, ChainEnd head, Long next) {}

    public Reply answer(Call call) {
        String stream = StreamRequest.stream(call)
                .orElseThrow(() -> ProblemException.invalidParameter("stream", "is required"));
        long after = StreamRequest.after(call);
        int limit = (int) call.queryNumber("limit", 1_000, 1, 5_000);
        ExportPage page = database.inTransaction(transaction -> {
            LogStore.freeze(transaction);
            return page(transaction, stream, after, limit);
        });
        database.useTransaction(transaction ->
                recorder.record(transaction, call, "audit.exported", Optional.empty(), page.items.size()));
        return Reply.ok(page);
    }

    private static ExportPage page(Handle transaction, String stream, long after, int limit) {
        ChainEnd start = LogStore.from(transaction, stream, after)
                .orElseThrow(() -> ProblemException.invalidParameter("after", "is no place of the stream"));
        ChainEnd head = LogStore.head(transaction, stream).orElse(null);
        StreamRows rows = new StreamRows(transaction, stream, start.seq());
        List<ChainRow> items = new ArrayList<>();
        while (items.size() < limit && rows.hasNext()) {
            items.add(rows.next());
        }
        boolean isLast = !rows.hasNext();
        Long next =
                isLast || items.isEmpty() ? null : items.get(items.size() - 1).seq();
        return new ExportPage(stream, start, items, isLast ? head : null, next);
    }
}
