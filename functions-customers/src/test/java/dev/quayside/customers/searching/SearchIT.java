package dev.quayside.customers.searching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Search over many customers: no statement reads the table, and those who are looked for are found. */
class SearchIT {

    /** {@code -Dcustomers.count=1000000} for the figures of the README. */
    private static final int CUSTOMERS = Integer.getInteger("customers.count", 30_000);

    private static final boolean IS_MEASURING = CUSTOMERS > 500_000;
    private static final int SEARCHES = 200;
    private static final int LIMIT = 50;

    private static TestDatabase database;

    /** Somebody to look for. */
    private record Somebody(UUID id, String name, String email, String phone, UUID order) {}

    @BeforeAll
    static void open() {
        database = TestDatabase.open("customers");
        database.admin().useHandle(SearchIT::fill);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /**
     * First names of some hundred, last names of some ten thousand, both as unevenly common as real ones: the most
     * common name is had by one in thirty.
     */
    private static void fill(Handle handle) {
        handle.execute("select setseed(0.5)");
        handle.execute("""
                create temporary table syllables as select array[
                    'an','ber','cla','da','el','fri','ge','han','in','jo','ka','lu','mar','ni','ol','pe','ra','sa','tho',
                    'ul','vi','wil','ya','zo','schm','kro','stei','bru','gra','hof'] as heads, array[
                    'na','ta','ri','ne','lo','mi','der','bert','fan','gus','hel','it','ko','la','mo','no','per','ros',
                    'si','ti'] as middles, array[
                    'a','us','e','er','son','mann','berg','feld','i','o','idt','itz','ke','ler','ner','sen','stein','ski',
                    'wald','y'] as tails""");
        handle.createUpdate("""
                        insert into customers (id, name, email, phone, locale, time_zone, version, registered_at, updated_at)
                        select gen_random_uuid(), initcap(first) || ' ' || initcap(last),
                            first || '.' || last || (n % 1000) || '@' || (array['mail','post','web','box'])[1 + n % 4]
                                || '.example',
                            '+49' || lpad(cast(1000000000 + n * 7919 % 999999999 as text), 10, '0'), 'de-DE',
                            'Europe/Berlin', 1, timestamptz '2020-01-01Z' + n * interval '1 minute', now()
                        from generate_series(1, cast(:count as bigint)) n
                        cross join lateral (
                            select heads[1 + floor(30 * power(random(), 2) + 0 * n)] || tails[1 + floor(20 * random())]
                                    as first,
                                heads[1 + floor(30 * random())] || middles[1 + floor(20 * power(random(), 2))]
                                    || tails[1 + floor(20 * power(random(), 2))]
                                    || case when random() < 0.3 then middles[1 + floor(20 * random())] else '' end as last
                            from syllables) names
                        """).bind("count", CUSTOMERS).execute();
        handle.execute("""
                insert into customer_segments (customer_id, segment, registered_at, since)
                select id, (array['ACTIVE','LAPSED','NEW','LOYAL','ACTIVE','LAPSED','LAPSED'])[1 + floor(7 * random())],
                    registered_at, now() from customers""");
        handle.execute("""
                insert into customer_orders
                    (order_id, customer_id, status, rank, placed_at, total, currency, updated_at)
                select gen_random_uuid(), id, 'DELIVERED', 6, registered_at, 100, 'EUR', now() from customers""");
        for (String table : List.of("customers", "customer_segments", "customer_orders", "search_words")) {
            handle.execute("vacuum analyze " + table);
        }
    }

    private static List<Somebody> somebodies() {
        return database.admin()
                .withHandle(handle -> handle.createQuery("""
                                select c.id, name, email, phone, order_id
                                from customers c join customer_orders o on o.customer_id = c.id
                                order by md5(cast(c.id as text)) limit :count
                                """)
                        .bind("count", SEARCHES)
                        .map((row, context) -> new Somebody(
                                row.getObject("id", UUID.class),
                                row.getString("name"),
                                row.getString("email"),
                                row.getString("phone"),
                                row.getObject("order_id", UUID.class)))
                        .list());
    }

    @Test
    void whoever_is_looked_for_by_what_is_theirs_is_found() {
        assertThat(foundBy("e-mail", Somebody::email)).isEqualTo(SEARCHES);
        assertThat(foundBy("phone", Somebody::phone)).isEqualTo(SEARCHES);
        assertThat(foundBy("phone as dialled", who -> "0" + who.phone().substring(3)))
                .isEqualTo(SEARCHES);
        assertThat(foundBy("order", who -> who.order().toString())).isEqualTo(SEARCHES);
        assertThat(foundBy("mistyped e-mail", who -> swapped(who.email()))).isGreaterThan(SEARCHES * 95 / 100);
    }

    /** Of many with the same name any may be shown, so it is the name that must be right. */
    @Test
    void names_are_found_in_spite_of_typing_errors() {
        assertThat(namedAlike("name", Somebody::name)).isEqualTo(SEARCHES);
        assertThat(namedAlike("last name", who -> who.name().split(" ", 2)[1])).isEqualTo(SEARCHES);
        assertThat(namedAlike("first name", who -> who.name().split(" ", 2)[0])).isEqualTo(SEARCHES);
        assertThat(namedAlike("mistyped name", who -> swapped(who.name()))).isGreaterThan(SEARCHES * 95 / 100);
        assertThat(namedAlike(
                        "unfinished name",
                        who -> who.name().substring(0, who.name().length() - 2)))
                .isGreaterThan(SEARCHES * 3 / 4);
    }

    @Test
    void a_segment_does_not_make_it_slower() {
        somebodies().forEach(who -> search(who.name(), Optional.of("LOYAL")));
        measure("name in a segment", Somebody::name, Optional.of("LOYAL"), (who, found) -> true);
        measure(
                "first name in a segment",
                who -> who.name().split(" ", 2)[0],
                Optional.of("LOYAL"),
                (who, found) -> true);
    }

    private interface Judge {
        boolean accepts(Somebody who, List<FoundCustomer> found);
    }

    private static long foundBy(String kind, Function<Somebody, String> text) {
        return measure(
                kind,
                text,
                Optional.empty(),
                (who, found) ->
                        found.stream().anyMatch(customer -> customer.id().equals(who.id())));
    }

    private static long namedAlike(String kind, Function<Somebody, String> text) {
        return measure(kind, text, Optional.empty(), (who, found) -> {
            String asked = text.apply(who);
            return found.stream()
                    .anyMatch(customer -> customer.name().equals(who.name())
                            || List.of(customer.name().split(" ", 2)).contains(asked));
        });
    }

    /** @return how many were found */
    private static long measure(String kind, Function<Somebody, String> text, Optional<String> segment, Judge judge) {
        List<Somebody> people = somebodies();
        List<Long> nanos = new ArrayList<>();
        long found = 0;
        for (Somebody who : people) {
            long start = System.nanoTime();
            List<FoundCustomer> answer = search(text.apply(who), segment);
            nanos.add(System.nanoTime() - start);
            found += judge.accepts(who, answer) ? 1 : 0;
        }
        Collections.sort(nanos);
        if (IS_MEASURING) {
            System.out.printf(
                    "%-24s found %d of %d, p50 %.1f ms, p95 %.1f ms, most %.1f ms%n",
                    kind, found, people.size(), at(nanos, 50), at(nanos, 95), at(nanos, 100));
        }
        return found;
    }

    private static double at(List<Long> sorted, int percent) {
        long nanos = sorted.get((sorted.size() - 1) * percent / 100);
        return Duration.ofNanos(nanos).toNanos() / 1e6;
    }

    private static List<FoundCustomer> search(String text, Optional<String> segment) {
        return database.database()
                .inTransaction(handle -> SearchCustomers.find(handle, Wanted.of(text), segment, LIMIT));
    }

    /** Two letters swapped somewhere in the last name, always the same in the same text. */
    private static String swapped(String text) {
        int start = text.split("[ .]", 2)[0].length() + 1;
        int letters = text.substring(start).split("[^A-Za-z]", 2)[0].length();
        int at = start + new Random(text.hashCode()).nextInt(Math.max(1, letters - 1));
        return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
    }

    @Test
    void no_statement_reads_the_table() {
        for (boolean isInSegment : new boolean[] {false, true}) {
            assertIndexed(SearchStore.byIdSql(isInSegment), Map.of("id", new UUID(1, 1)));
            assertIndexed(SearchStore.byPhoneSql(isInSegment), Map.of("end", "98765", "limit", LIMIT));
            assertIndexed(SearchStore.byEmailSql(isInSegment), Map.of("address", "a@b.example", "limit", LIMIT));
            assertIndexed(
                    SearchStore.byWordsSql(2, isInSegment),
                    Map.of("text", "maria schmidt", "words0", "{maria,mario}", "words1", "{schmidt}"));
            assertIndexed(SearchStore.newestSql(isInSegment, false), Map.of("limit", LIMIT));
        }
    }

    private static void assertIndexed(String sql, Map<String, Object> bindings) {
        String plan = database.database().withHandle(handle -> {
            Query query = handle.createQuery("explain " + sql).bindMap(bindings);
            if (sql.contains(":segment")) {
                query.bind("segment", "LOYAL");
            }
            return String.join("\n", query.mapTo(String.class).list());
        });
        assertThat(plan).as(sql).doesNotContain("Seq Scan on customer");
    }
}
