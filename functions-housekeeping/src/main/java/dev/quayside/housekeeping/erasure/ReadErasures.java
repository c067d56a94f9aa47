package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** How far erasures are, and the proof of those that are completed. Who looked at whose is on record. */
public final class ReadErasures {

    private final Database database;
    private final AccessTrail trail;
    private final Clock clock;

    public ReadErasures(Database database, AccessTrail trail, Clock clock) {
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    /** Latest first. */
    public Reply list(Call call) {
        ErasureFilter filter = ErasureFilter.of(call);
        List<Erasure> erasures = database.inTransaction(transaction -> {
            // By pseudonym: who was forgotten must not be named again because somebody looked for them.
            String whose = filter.pseudonym().map(UUID::toString).orElse("all");
            trail.record(transaction, call, new Access("erasures.listed", "erasures", whose, null));
            return ErasureStore.list(transaction, filter);
        });
        return Reply.ok(Page.of(erasures, filter.limit(), erasure -> Cursor.of(erasure.id()))
                .map(ErasureView::inList));
    }

    /** One with what each app has answered. */
    public Reply one(Call call, String id) {
        UUID erasureId = Call.id(id);
        ErasureView view = database.inTransaction(transaction -> {
            Erasure found = find(transaction, erasureId);
            trail.record(
                    transaction,
                    call,
                    new Access("erasure.viewed", "erasure", erasureId.toString(), found.customerId()));
            return ErasureView.whole(found, HoldStore.find(transaction, found.customerId()), clock.instant());
        });
        return Reply.ok(view);
    }

    /** The certificate, byte for byte as it was written. */
    public Reply certificate(String id) {
        UUID erasureId = Call.id(id);
        return database.withHandle(handle -> {
                    find(handle, erasureId);
                    return ErasureStore.certificate(handle, erasureId);
                })
                .map(text -> Reply.text("application/json", text))
                .orElseThrow(() -> new ProblemException(
                        ErasureProblem.ERASURE_NOT_COMPLETED, ErasureProblem.ERASURE_NOT_COMPLETED.title()));
    }

    private static Erasure find(Handle handle, UUID id) {
        return ErasureStore.find(handle, id).orElseThrow(ProblemException::notFound);
    }
}
