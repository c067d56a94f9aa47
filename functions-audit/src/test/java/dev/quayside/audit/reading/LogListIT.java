package dev.quayside.audit.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.audit.recording.Entry;
import dev.quayside.shared.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists over a year of entries: each filter reads an index in its order, wherever the page is. */
class LogListIT {

    /** {@code -Daudit.rows=10000000} for the figures of the README. */
    private static final int ROWS = Integer.getInteger("audit.rows", 60_000);

    private static final int LIMIT = 50;
    private static final int LATE_PAGE = 100;
    private static final UUID CUSTOMER = UUID.fromString("00000000-0000-7000-8000-000000000007");
    private static final UUID BIG_CUSTOMER = UUID.fromString("00000000-0000-7000-8000-00000000000b");
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared (?:hit=(\\d+))?(?: read=(\\d+))?");
    private static final Pattern TIME = Pattern.compile("Execution Time: ([\\d.]+) ms");
    private static final Pattern PLANNING = Pattern.compile("Planning Time: ([\\d.]+) ms");

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.open("audit");
        database.admin().useHandle(LogListIT::fill);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /**
     * Two thirds by apps, the rest by a thousand employees; an order has ten entries, one customer has every seventh
     * order, the others about forty entries each.
     */
    private static void fill(Handle handle) {
        handle.execute("select create_partitions('2025-01-01', 12)");
        handle.createUpdate("""
                        insert into audit_logs (id, occurred_at, received_at, actor, action, subject_type, subject_id,
                            customer_id, address, result, trace_id, event_id, topic, details, stream, seq, salt,
                            commitment, link)
                        select cast('01942000-0000-7000-8000-' || lpad(to_hex(i), 12, '0') as uuid), at, at,
                            case when i % 3 > 0 then (array['app:orders', 'app:payments'])[1 + i % 2]
                                else 'employee:' || i % 1000 end,
                            (array['order.placed', 'order.paid', 'payment.captured', 'stock.reserved',
                                'customer.viewed', 'order.shipped'])[1 + i % 6],
                            'order', cast('00000000-0000-7000-9000-' || lpad(cast(i / 10 as text), 12, '0') as text),
                            case when i / 10 % 7 = 1 then :bigCustomer
                                else cast('00000000-0000-7000-8000-'
                                    || lpad(cast((i / 10) % (:rows / 40 + 1) as text), 12, '0') as uuid) end,
                            '203.0.113.0/24', 'OK', md5(cast(i / 5 as text)),
                            cast('01942000-0000-7000-8000-' || lpad(to_hex(i), 12, '0') as text), 'order-events',
                            cast(:details as jsonb), 'order-events', i, substr(sha256('salt'), 1, 16), sha256('c'),
                            sha256('l')
                        from (select i, timestamptz '2025-01-01 00:00Z' + i * (interval '365 days' / :rows) as at
                            from generate_series(1, :rows - 1) i) entries
                        """)
                .bind("rows", ROWS)
                .bind("bigCustomer", BIG_CUSTOMER)
                .bind("details", """
                        {"type":"quayside.order.placed.v1","data":{"orderId":"0190f3f0-0000-7000-8000-000000000001",
                        "total":{"amount":1999,"currency":"EUR"},"lines":[{"sku":"QS-1001","quantity":2}]}}""")
                .execute();
        handle.execute("vacuum analyze audit_logs");
    }

    private static LogFilter filter(String actor, String action, String order, UUID customer, String trace) {
        return new LogFilter(
                Optional.ofNullable(actor),
                Optional.ofNullable(action),
                Optional.ofNullable(order).map(any -> "order"),
                Optional.ofNullable(order),
                Optional.ofNullable(customer),
                Optional.ofNullable(trace),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                LIMIT);
    }

    private static LogFilter inTime(LogFilter filter, Instant from, Instant to) {
        return new LogFilter(
                filter.actor(),
                filter.action(),
                filter.subjectType(),
                filter.subjectId(),
                filter.customerId(),
                filter.traceId(),
                Optional.of(from),
                Optional.of(to),
                filter.after(),
                filter.limit());
    }

    private static LogFilter after(LogFilter filter, Entry entry, int limit) {
        return new LogFilter(
                filter.actor(),
                filter.action(),
                filter.subjectType(),
                filter.subjectId(),
                filter.customerId(),
                filter.traceId(),
                filter.from(),
                filter.to(),
                Optional.ofNullable(entry).map(last -> new LogFilter.Position(last.occurredAt(), last.id())),
                limit);
    }

    static Stream<LogFilter> filters() {
        String order = "00000000-0000-7000-9000-000000000123";
        return Stream.of(
                filter(null, null, null, null, null),
                filter("app:orders", null, null, null, null),
                filter("employee:9", null, null, null, null),
                filter(null, "order.paid", null, null, null),
                filter("app:orders", "order.placed", null, null, null),
                filter("app:orders", "nothing", null, null, null),
                // each is common, both together there are none
                filter("app:payments", "order.placed", null, null, null),
                filter(null, null, order, null, null),
                filter("app:orders", "order.paid", order, null, null),
                filter(null, null, null, CUSTOMER, null),
                filter(null, "order.paid", null, CUSTOMER, null),
                filter(null, null, null, null, "c4ca4238a0b923820dcc509a6f75849b"));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void a_filter_reads_little_on_the_first_page_and_no_more_on_a_late_one(LogFilter filter) {
        String first = explain(filter);
        List<Entry> rows =
                database.database().withHandle(handle -> LogStore.list(handle, after(filter, null, LATE_PAGE * LIMIT)));
        String late = rows.isEmpty() ? first : explain(after(filter, rows.get(rows.size() - 1), LIMIT));
        report(filter, first, late);

        for (String plan : List.of(first, late)) {
            // of partitions that are empty there is nothing else to scan
            assertThat(plan).doesNotContain("Seq Scan on audit_logs_2025");
            // a page and the top of an index for each partition
            assertThat(buffers(plan)).as(plan).isLessThan(1_500);
        }
    }

    @ParameterizedTest
    @CsvSource({", order.paid", "app:orders,"})
    void of_a_customer_only_entries_of_the_action_or_the_actor_are_fetched(String actor, String action) {
        String plan = explain(filter(actor, action, null, CUSTOMER, null));

        assertThat(plan).contains("customer_id_occurred_at_id_action_actor").doesNotContain("Rows Removed by Filter");
    }

    @ParameterizedTest
    @CsvSource({"employee:3,", "employee:3, stock.reserved"})
    void of_a_big_customer_only_entries_of_the_employee_are_fetched(String actor, String action) {
        LogFilter filter = filter(actor, action, null, BIG_CUSTOMER, null);
        List<Entry> found = database.database().withHandle(handle -> LogStore.list(handle, filter));

        assertThat(found).isNotEmpty();
        assertThat(explain(filter)).doesNotContain("Rows Removed by Filter");
    }

    @Test
    void a_time_reads_only_the_partitions_of_its_months() {
        LogFilter filter = inTime(
                filter("app:orders", null, null, null, null), START.plusSeconds(3600), START.plusSeconds(3600 * 24));
        String plan = explain(filter);
        report(filter, plan, plan);

        assertThat(plan).contains("audit_logs_2025_01").doesNotContain("audit_logs_2025_02", "audit_logs_default");
    }

    private static void report(LogFilter filter, String first, String late) {
        if (ROWS > 500_000) {
            System.out.printf(
                    "%s: page 1 %d buffers %s ms (planning %s ms), late page %d buffers %s ms%n",
                    filter,
                    buffers(first),
                    found(TIME, first),
                    found(PLANNING, first),
                    buffers(late),
                    found(TIME, late));
        }
    }

    private static String explain(LogFilter filter) {
        return database.database().withHandle(handle -> {
            Query query = handle.createQuery("explain (analyze, buffers) " + LogStore.listSql(filter));
            LogStore.bind(query, filter);
            return String.join("\n", query.mapTo(String.class).list());
        });
    }

    private static long buffers(String plan) {
        Matcher matcher = BUFFERS.matcher(plan);
        return matcher.find() ? number(matcher.group(1)) + number(matcher.group(2)) : 0;
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static String found(Pattern pattern, String plan) {
        Matcher matcher = pattern.matcher(plan);
        return matcher.find() ? matcher.group(1) : "?";
    }
}
