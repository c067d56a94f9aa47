package dev.quayside.audit.anchors;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.Reply;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Hands out anchors, newest first, for whoever verifies elsewhere. */
public final class ListAnchors {

    private final Database database;

    public ListAnchors(Database database) {
        this.database = database;
    }

    public Reply answer(Call call) {
        LocalDate before = call.cursor(1)
                .map(cursor -> LocalDate.ofInstant(cursor.instant(0), ZoneOffset.UTC))
                .orElse(LocalDate.MAX);
        int limit = call.limit();
        List<AnchorStore.Noted> anchors = database.withHandle(handle -> AnchorStore.list(handle, before, limit + 1));
        return Reply.ok(Page.of(anchors, limit, anchor -> Cursor.of(start(anchor.day()))));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
