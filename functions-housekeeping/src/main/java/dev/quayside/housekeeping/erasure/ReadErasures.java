package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.List;
import java.util.UUID;

/** How far erasures are, and the proof of those that are completed. */
public final class ReadErasures {

    private final Database database;

    public ReadErasures(Database database) {
        this.database = database;
    }

    /** Latest first. */
    public Reply list(Call call) {
        ErasureFilter filter = ErasureFilter.of(call);
        List<Erasure> erasures = database.withHandle(handle -> ErasureStore.list(handle, filter));
        return Reply.ok(Page.of(erasures, filter.limit(), erasure -> Cursor.of(erasure.id()))
                .map(ErasureView::inList));
    }

    /** One with what each app has answered. */
    public Reply one(String id) {
        return Reply.ok(ErasureView.whole(find(Call.id(id))));
    }

    /** The certificate, byte for byte as it was written. */
    public Reply certificate(String id) {
        UUID erasureId = Call.id(id);
        find(erasureId);
        return database.withHandle(handle -> ErasureStore.certificate(handle, erasureId))
                .map(text -> Reply.text("application/json", text))
                .orElseThrow(() -> new ProblemException(
                        ErasureProblem.ERASURE_NOT_COMPLETED, ErasureProblem.ERASURE_NOT_COMPLETED.title()));
    }

    private Erasure find(UUID id) {
        return database.withHandle(handle -> ErasureStore.find(handle, id)).orElseThrow(ProblemException::notFound);
    }
}
