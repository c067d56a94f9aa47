package dev.quayside.customers.searching;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Finds customers for employees: all of them, newest first and page by page, or those who fit a text, best first and as
 * many as asked for. Each search is on record, though not what was typed.
 */
public final class SearchCustomers {

    private static final Pattern SEGMENT = Pattern.compile("[A-Z][A-Z_]{0,31}");

    private final Database database;
    private final AccessTrail trail;

    public SearchCustomers(Database database, AccessTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    /**
     * The answer to a text.
     *
     * @param incomplete whether there are more, or better ones: the text should say more; else absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Best(List<FoundCustomer> items, Boolean incomplete) {}

    public Reply answer(Call call) {
        int limit = call.limit();
        Optional<String> segment = segment(call);
        Optional<String> text = text(call);
        Optional<Cursor> after = call.cursor(2);
        if (text.isEmpty()) {
            return Reply.ok(newest(call, segment, after, limit));
        }
        if (after.isPresent()) {
            throw ProblemException.invalidParameter("cursor", "is for lists without q");
        }
        Wanted wanted = Wanted.of(text.get());
        return Reply.ok(database.inTransaction(transaction -> {
            record(transaction, call, wanted.by());
            return best(find(transaction, wanted, segment, limit), limit);
        }));
    }

    private Page<FoundCustomer> newest(Call call, Optional<String> segment, Optional<Cursor> after, int limit) {
        List<FoundCustomer> rows = database.inTransaction(transaction -> {
            record(transaction, call, segment.isPresent() ? "segment" : "all");
            return SearchStore.newest(transaction, segment, after, limit + 1);
        });
        return Page.of(rows, limit, last -> Cursor.of(last.registeredAt(), last.id()));
    }

    private void record(Handle transaction, Call call, String by) {
        trail.record(transaction, call, new AccessTrail.Access("customers.searched", "customers", by, null));
    }

    private static Best best(List<FoundCustomer> found, int limit) {
        return found.size() > limit ? new Best(found.subList(0, limit), true) : new Best(found, null);
    }

    /** One more than asked for, if there are as many. */
    static List<FoundCustomer> find(Handle handle, Wanted wanted, Optional<String> segment, int limit) {
        if (wanted instanceof Wanted.ById order) {
            return SearchStore.byId(handle, order.id(), segment);
        }
        if (wanted instanceof Wanted.ByPhone phone) {
            return SearchStore.byPhone(handle, phone, segment, limit + 1);
        }
        if (wanted instanceof Wanted.ByEmail email) {
            List<FoundCustomer> exact = SearchStore.byEmail(handle, email.address(), segment, limit + 1);
            return exact.isEmpty() ? byWords(handle, email.localPart(), email.address(), segment) : exact;
        }
        String words = ((Wanted.ByName) wanted).words();
        return byWords(handle, words, words, segment);
    }

    /** Those who fit as typed; if there is nobody, those who fit nearly. */
    private static List<FoundCustomer> byWords(Handle handle, String words, String text, Optional<String> segment) {
        Meaning last = null;
        for (Meaning.Reach reach : Meaning.Reach.values()) {
            Meaning meaning = SearchStore.meaning(handle, words, reach);
            if (meaning.isPossible() && !meaning.equals(last)) {
                List<FoundCustomer> found = SearchStore.byWords(handle, meaning, text, segment);
                if (!found.isEmpty()) {
                    return found;
                }
            }
            last = meaning;
        }
        return List.of();
    }

    private static Optional<String> segment(Call call) {
        Optional<String> segment = call.query("segment");
        if (segment.isPresent() && !SEGMENT.matcher(segment.get()).matches()) {
            throw ProblemException.invalidParameter("segment", "must be a segment's name such as LOYAL");
        }
        return segment;
    }

    private static Optional<String> text(Call call) {
        Optional<String> text = call.query("q").map(String::strip);
        if (text.isPresent()) {
            int length = text.get().codePointCount(0, text.get().length());
            if (length < Wanted.SHORTEST || length > Wanted.LONGEST) {
                throw ProblemException.invalidParameter("q", "must have 1 to 200 characters");
            }
        }
        return text;
    }
}
