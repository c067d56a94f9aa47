package dev.quayside.orders.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.orders.order.OrderStatus;
import dev.quayside.shared.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists over many orders: each is read from an index in its order, wherever the page is. */
class OrderListIT {

    /** {@code -Dorders.count=1000000} for the figures of the performance report. */
    private static final int ORDERS = Integer.getInteger("orders.count", 50_000);

    private static final int LIMIT = 50;
    private static final int LATE_PAGE = 1_000;
    private static final UUID CUSTOMER = UUID.fromString("00000000-0000-7000-8000-000000000007");
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared (?:hit=(\\d+))?(?: read=(\\d+))?");
    private static final Pattern TIME = Pattern.compile("Execution Time: ([\\d.]+) ms");

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.open("orders");
        database.admin().useHandle(OrderListIT::fill);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** One order a second, of fifty customers; most are delivered, every thousandth is confirmed. */
    private static void fill(Handle handle) {
        handle.createUpdate("""
                        insert into orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                            tax_basis_points, lines, shipping_address)
                        select cast('01987a5e-7c3a-7d1e-9f00-' || lpad(to_hex(i), 12, '0') as uuid),
                            cast('00000000-0000-7000-8000-' || lpad(cast(i % 50 as text), 12, '0') as uuid),
                            timestamptz '2020-01-01 00:00Z' + i * interval '1 second', 'test', 'EUR', 100, 19, 119,
                            1900, cast(:lines as jsonb), cast(:address as jsonb)
                        from generate_series(1, :count) i
                        """)
                .bind("count", ORDERS)
                .bind("lines", """
                        [{"sku":"QS-1","name":"Lamp","quantity":1,"unitPrice":{"amount":100,"currency":"EUR"},
                        "weightGrams":1}]""")
                .bind("address", """
                        {"name":"Ada","line1":"Kai 1","city":"Berlin","postalCode":"10115","country":"DE"}""")
                .execute();
        handle.execute("""
                insert into order_states (order_id, placed_at, status, version, changed_by, updated_at)
                select id, placed_at,
                    case when extract(epoch from placed_at)::bigint % 1000 = 0 then 'CONFIRMED' else 'DELIVERED' end,
                    6, 'test', placed_at
                from orders
                """);
        handle.execute("vacuum analyze orders");
        handle.execute("vacuum analyze order_states");
    }

    private static OrderFilter all() {
        return new OrderFilter(null, null, null, null, null, null);
    }

    @Test
    void all_orders() {
        assertFlat(all());
    }

    @Test
    void orders_of_a_customer() {
        assertFlat(new OrderFilter(CUSTOMER, null, null, null, null, null));
    }

    @Test
    void orders_of_a_customer_by_status() {
        assertFlat(new OrderFilter(CUSTOMER, OrderStatus.DELIVERED, null, null, null, null));
    }

    @Test
    void orders_of_a_common_status() {
        assertFlat(new OrderFilter(null, OrderStatus.DELIVERED, null, null, null, null));
    }

    @Test
    void orders_of_a_rare_status() {
        assertFlat(new OrderFilter(null, OrderStatus.CONFIRMED, null, null, null, null));
    }

    @Test
    void orders_of_a_rare_status_in_a_time() {
        Instant from = Instant.parse("2020-01-01T01:00:00Z");
        assertFlat(new OrderFilter(null, OrderStatus.CONFIRMED, from, from.plusSeconds(ORDERS / 2), null, null));
    }

    private static void assertFlat(OrderFilter filter) {
        String first = explain(filter);
        String late = explain(afterPage(filter, LATE_PAGE));
        for (String plan : List.of(first, late)) {
            assertThat(plan).doesNotContain("Seq Scan", "Sort", "Hash");
        }
        assertThat(buffers(late)).as(first + late).isLessThan(buffers(first) * 3 / 2 + 20);
        if (ORDERS > 500_000) {
            System.out.printf(
                    "%s: page 1 %d buffers %s ms, page %d %d buffers %s ms%n",
                    filter, buffers(first), millis(first), LATE_PAGE, buffers(late), millis(late));
        }
    }

    /** The filter whose first page is the late one; half way if there are not so many. */
    private static OrderFilter afterPage(OrderFilter filter, int page) {
        List<OrderSummary> rows =
                database.database().withHandle(handle -> OrderStore.list(handle, filter, (page - 1) * LIMIT));
        boolean isFull = rows.size() == (page - 1) * LIMIT;
        OrderSummary last = rows.get(isFull ? rows.size() - 1 : rows.size() / 2);
        return new OrderFilter(
                filter.customerId(), filter.status(), filter.from(), filter.to(), last.placedAt(), last.id());
    }

    private static String explain(OrderFilter filter) {
        return database.database()
                .withHandle(handle -> String.join(
                        "\n",
                        handle.createQuery("explain (analyze, buffers) " + OrderStore.listSql(filter))
                                .bindMethods(filter)
                                .bind("limit", LIMIT + 1)
                                .mapTo(String.class)
                                .list()));
    }

    private static long buffers(String plan) {
        Matcher matcher = BUFFERS.matcher(plan);
        assertThat(matcher.find()).as(plan).isTrue();
        return number(matcher.group(1)) + number(matcher.group(2));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static String millis(String plan) {
        Matcher matcher = TIME.matcher(plan);
        return matcher.find() ? matcher.group(1) : "?";
    }
}
