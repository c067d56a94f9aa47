package dev.quayside.customers.searching;

import dev.quayside.shared.http.Cursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Finds customers by the indexes of {@code customers}. */
final class SearchStore {

    /** Most hits that are read to find the best among them: one more than a caller may ask for. */
    private static final int MOST_HITS = 201;

    private static final int MOST_WORDS = 8;

    /** The greatest character there is comes after every word that begins so. */
    private static final String BEGINNINGS = """
            array(select w.word from search_words w
                where w.word >= asked.word and w.word < asked.word || chr(1114111) order by w.word limit 100)
            """;

    private static final String SIMILAR = "similar_words(asked.word, 8)";

    /** The segment by a scalar subquery, since a join would begin with reading the segments of everybody. */
    private static final String COLUMNS = """
            c.id, c.name, c.email, c.phone, c.registered_at,
            (select s.segment from customer_segments s where s.customer_id = c.id) as segment
            """;

    private static final String IN_SEGMENT =
            " and (select s.segment from customer_segments s where s.customer_id = c.id) = :segment";

    private SearchStore() {}

    /** Newest first. */
    static List<FoundCustomer> newest(Handle handle, Optional<String> segment, Optional<Cursor> after, int limit) {
        Query query = handle.createQuery(newestSql(segment.isPresent(), after.isPresent()))
                .bind("limit", limit);
        segment.ifPresent(value -> query.bind("segment", value));
        after.ifPresent(cursor -> query.bind("afterAt", cursor.instant(0)).bind("afterId", cursor.uuid(1)));
        return query.map((row, context) -> found(row)).list();
    }

    /** Filter, order and page boundary are conditions on one index: page 1,000 costs what page 1 costs. */
    static String newestSql(boolean isOfSegment, boolean isLaterPage) {
        String at = isOfSegment ? "s.registered_at" : "c.registered_at";
        String id = isOfSegment ? "s.customer_id" : "c.id";
        return "select " + COLUMNS
                + (isOfSegment
                        ? " from customer_segments s join customers c on c.id = s.customer_id"
                                + " where c.deleted_at is null and s.segment = :segment"
                        : " from customers c where c.deleted_at is null")
                + (isLaterPage ? " and (" + at + ", " + id + ") < (:afterAt, :afterId)" : "")
                + " order by " + at + " desc, " + id + " desc limit :limit";
    }

    static List<FoundCustomer> byId(Handle handle, UUID id, Optional<String> segment) {
        return list(handle.createQuery(byIdSql(segment.isPresent())).bind("id", id), segment);
    }

    static String byIdSql(boolean isInSegment) {
        return select(
                "c.id in (select customer_id from customer_orders where order_id = :id"
                        + " union all select cast(:id as uuid))",
                isInSegment);
    }

    static List<FoundCustomer> byPhone(Handle handle, Wanted.ByPhone phone, Optional<String> segment, int limit) {
        Query query = handle.createQuery(byPhoneSql(segment.isPresent()))
                .bind("end", phone.backwards())
                .bind("limit", limit);
        return list(query, segment);
    }

    static String byPhoneSql(boolean isInSegment) {
        // A colon comes after every digit.
        return select("c.phone_backwards >= :end and c.phone_backwards < :end || ':'", isInSegment)
                + " order by c.phone_backwards limit :limit";
    }

    static List<FoundCustomer> byEmail(Handle handle, String address, Optional<String> segment, int limit) {
        Query query = handle.createQuery(byEmailSql(segment.isPresent()))
                .bind("address", address)
                .bind("limit", limit);
        return list(query, segment);
    }

    static String byEmailSql(boolean isInSegment) {
        return select("c.email_key = lower(:address collate \"pg_c_utf8\") collate \"C\"", isInSegment)
                + " limit :limit";
    }

    /** What the words of a text may mean; the longest words, if there are many. */
    static Meaning meaning(Handle handle, String text, Meaning.Reach reach) {
        String words = switch (reach) {
            case EXACT -> "array[asked.word]";
            case BEGINNING -> known(BEGINNINGS);
            case ALIKE -> known(SIMILAR);
            case ALL_BEGINNING -> BEGINNINGS;
            case ALL_ALIKE -> SIMILAR;
        };
        boolean isLoose = reach == Meaning.Reach.ALIKE || reach == Meaning.Reach.ALL_ALIKE;
        // Numbers are in no vocabulary: they are meant as typed, or, where letters may be wrong, they may be too.
        String sql = """
                select case when asked.word ~ '^[0-9]' then array[asked.word] else %s end as alternatives
                from (select word collate "C" as word from unnest(words(:text)) as word) asked %s
                order by char_length(asked.word) desc, asked.word limit %d
                """.formatted(words, isLoose ? "where asked.word !~ '^[0-9]'" : "", MOST_WORDS);
        return new Meaning(handle.createQuery(sql)
                .bind("text", text)
                .map((row, context) ->
                        Arrays.asList((String[]) row.getArray("alternatives").getArray()))
                .list());
    }

    /** A word that customers have is meant as typed. */
    private static String known(String otherwise) {
        return "case when exists (select from search_words w where w.word = asked.word) then array[asked.word] else "
                + otherwise + " end";
    }

    /**
     * Customers who have a word of each list, best first: those whose name, or address, is most like the text.
     *
     * @return at most {@code MOST_HITS}; if there are more, any of them
     */
    static List<FoundCustomer> byWords(Handle handle, Meaning meaning, String text, Optional<String> segment) {
        List<List<String>> alternatives = meaning.alternatives();
        Query query = handle.createQuery(byWordsSql(alternatives.size(), segment.isPresent()))
                .bind("text", text);
        for (int i = 0; i < alternatives.size(); i++) {
            query.bindArray("words" + i, String.class, alternatives.get(i));
        }
        return list(query, segment);
    }

    /** The planner must not know of the limit: hoping to meet enough hits soon, it would read the table. */
    static String byWordsSql(int lists, boolean isInSegment) {
        String conditions = IntStream.range(0, lists)
                .mapToObj(i -> "c.words && cast(:words" + i + " as text[])")
                .collect(Collectors.joining(" and "));
        return "with hits as materialized (" + select(conditions, isInSegment) + "),"
                + " few as (select * from hits limit " + MOST_HITS + ")"
                + " select * from few order by greatest(similarity(name, :text), similarity(email, :text)) desc,"
                + " registered_at desc, id";
    }

    private static String select(String condition, boolean isInSegment) {
        return "select " + COLUMNS + " from customers c where c.deleted_at is null and " + condition
                + (isInSegment ? IN_SEGMENT : "");
    }

    private static List<FoundCustomer> list(Query query, Optional<String> segment) {
        segment.ifPresent(value -> query.bind("segment", value));
        return query.map((row, context) -> found(row)).list();
    }

    private static FoundCustomer found(ResultSet row) throws SQLException {
        return new FoundCustomer(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("segment"),
                row.getTimestamp("registered_at").toInstant());
    }
}
