package dev.quayside.catalog.searching;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Finds products by the search index. Discontinued ones are not in it. */
final class HitStore {

    /** Most hits ever read at once, whatever a forged cursor asks for. */
    static final int MOST = 10_000;

    private static final RowMapper<Hit> HIT = (row, context) -> new Hit(
            row.getObject("id", UUID.class),
            // Not as a double: the driver would make another one of the digits of a text than of the bits of a binary
            // answer, and it changes from the one to the other on the way.
            row.getFloat("rank"),
            row.getString("category"),
            row.getString("category_name"),
            row.getLong("price_amount"),
            row.getString("price_currency"));

    /** A subquery, so that the text is read once and not for every hit: it takes longer than to rank one. */
    private static final String QUERY = "(select websearch_to_tsquery('catalogue', :text))";

    private HitStore() {}

    /** Hits among all products, in no order, at most so many. */
    static List<Hit> find(Handle handle, Wanted wanted, SearchRequest request, int most) {
        // The planner must not know of the limit: hoping to meet enough hits soon, it would read the table, which takes
        // long where they are all at its end. The index costs the same for any of them, and is left after the last.
        String sql = "with found as materialized (" + select(wanted, request) + ") select * from found limit :most";
        return bind(handle.createQuery(sql), wanted, request)
                .bind("most", most)
                .map(HIT)
                .list();
    }

    /** Hits among the products of one part, in no order. */
    static List<Hit> find(Handle handle, Wanted wanted, SearchRequest request, Part part) {
        String sql = select(wanted, request) + " and p.parts @> array[cast(:part as smallint)] limit " + MOST;
        return bind(handle.createQuery(sql), wanted, request)
                .bind("part", part.treeNumber())
                .map(HIT)
                .list();
    }

    /** How many hits there are among the products of one part. */
    static int count(Handle handle, Wanted wanted, SearchRequest request, Part part) {
        String sql = "select count(*) from (" + select(wanted, request)
                + " and p.parts @> array[cast(:part as smallint)]) found";
        return bind(handle.createQuery(sql), wanted, request)
                .bind("part", part.treeNumber())
                .mapTo(Integer.class)
                .one();
    }

    private static String select(Wanted wanted, SearchRequest request) {
        String rank = switch (wanted.kind()) {
            case WORDS -> "ts_rank(p.search, " + QUERY + ", 1)";
            case SKU -> "case when p.sku = :text then 1 else 0 end";
        };
        String matches = switch (wanted.kind()) {
            case WORDS -> "p.search @@ " + QUERY;
            // A tilde comes after every character of a SKU. Not LIKE: with a parameter it would use no index.
            case SKU -> "p.sku ~>=~ :text and p.sku ~<~ (:text || '~')";
        };
        return "select p.id, " + rank + " as rank, p.category, p.category_name, p.price_amount,"
                + " p.price_currency from products p where p.status = 'ACTIVE' and " + matches
                + (request.category().isPresent() ? " and p.category = :category" : "")
                + (request.price().isPresent()
                        ? " and p.price_currency = :currency and p.price_amount between :least and :dearest"
                        : "")
                // A scalar subquery, since a join would begin with hashing the stock of the whole house.
                + (request.availableOnly()
                        ? " and (select l.on_hand > l.reserved from stock_levels l where l.sku = p.sku)"
                        : "");
    }

    private static Query bind(Query query, Wanted wanted, SearchRequest request) {
        query.bind("text", wanted.text());
        request.category().ifPresent(category -> query.bind("category", category));
        request.price()
                .ifPresent(price -> query.bind("currency", request.currency())
                        .bind("least", price.least())
                        .bind("dearest", price.most()));
        return query;
    }

    /** The text with each word that no product is described with replaced by the most similar one; empty if none is. */
    static Optional<String> corrected(Handle handle, String text) {
        List<Spelling> words = handle.createQuery("""
                        select asked.lexeme as word, nearest_search_word(asked.lexeme) as meant
                        from unnest(to_tsvector('catalogue_words', :text)) asked
                        order by asked.positions[1]
                        """)
                .bind("text", text)
                .map((row, context) -> new Spelling(row.getString("word"), row.getString("meant")))
                .list();
        boolean changed = words.stream().anyMatch(word -> word.meant != null && !word.meant.equals(word.asked));
        return changed
                ? Optional.of(String.join(
                        " ",
                        words.stream()
                                .map(word -> word.meant == null ? word.asked : word.meant)
                                .toList()))
                : Optional.empty();
    }

    private record Spelling(String asked, String meant) {}
}
