package dev.quayside.catalog.searching;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.catalog.products.ProductView;
import dev.quayside.catalog.products.ReadProducts;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Finds products by words in any order, best first, with counts by category and price. */
public final class SearchProducts {

    private final Database database;

    public SearchProducts(Database database) {
        this.database = database;
    }

    /**
     * The answer.
     *
     * @param correctedQuery what was searched for instead, if nothing fits the text as typed; else absent
     * @param found how many products fit; on the first page only
     * @param facets on the first page only
     * @param facetsExact false if there are too many to count: then {@code found} and the counts are estimates
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Results(
            List<ProductView> items,
            String nextCursor,
            String correctedQuery,
            Long found,
            Facets facets,
            Boolean facetsExact) {}

    /** What was found before any page is cut. */
    private record Start(Round round, String correction) {}

    public Reply answer(Call call) {
        int limit = call.limit();
        SearchRequest request = SearchRequest.of(call);
        Optional<Place> place = Place.of(call);
        return Reply.ok(database.withHandle(handle ->
                place.isPresent() ? nextPage(handle, request, place.get(), limit) : firstPage(handle, request, limit)));
    }

    private static Results firstPage(Handle handle, SearchRequest request, int limit) {
        Start start = start(handle, request);
        Round round = start.round;
        Results page = page(handle, request, round, limit);
        return new Results(
                page.items,
                page.nextCursor,
                start.correction,
                (long) round.hits().size() * round.scale(),
                Facets.of(round.hits(), round.scale(), request.currency()),
                round.isComplete());
    }

    private static Start start(Handle handle, SearchRequest request) {
        if (Wanted.looksLikeSku(request.text())) {
            Round round = Round.first(handle, Wanted.skuBeginning(request.text()), request);
            if (!round.hits().isEmpty()) {
                return new Start(round, null);
            }
        }
        Wanted words = Wanted.words(request.text());
        Round round = Round.first(handle, words, request);
        if (round.hits().isEmpty() && words.isPlain()) {
            Optional<String> meant = HitStore.corrected(handle, request.text());
            if (meant.isPresent()) {
                return new Start(Round.first(handle, Wanted.words(meant.get()), request), meant.get());
            }
        }
        return new Start(round, null);
    }

    private static Results nextPage(Handle handle, SearchRequest request, Place after, int limit) {
        Round round = Round.of(handle, after.wanted(), request, after.part());
        return page(handle, request, round.after(after), limit);
    }

    /** Cuts a page off a round, and goes on to the next rounds while it is not full. */
    private static Results page(Handle handle, SearchRequest request, Round begin, int limit) {
        List<Place> page = new ArrayList<>(begin.places(limit + 1));
        Optional<Part> part = begin.part().next();
        while (page.size() <= limit && part.isPresent()) {
            Round round = Round.of(handle, begin.wanted(), request, part.get());
            page.addAll(round.places(limit + 1 - page.size()));
            part = part.get().next();
        }
        Page<Place> cut = Page.of(page, limit, Place::cursor);
        List<ProductView> items =
                ReadProducts.show(handle, cut.items().stream().map(Place::id).toList());
        return new Results(items, cut.nextCursor(), null, null, null, null);
    }
}
