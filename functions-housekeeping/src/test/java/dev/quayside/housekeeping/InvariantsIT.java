package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariants across the tables and functions that the other apps bring; differences are made by the administrator. */
class InvariantsIT {

    private static final Instant LONG_AGO = Instant.parse("2026-11-21T10:00:00Z");

    private static JobsWorld world;

    @BeforeAll
    static void open() {
        world = new JobsWorld();
        world.database.migrateToo("orders", new AppMigrations("orders"));
        world.database.migrateToo("payments", new AppMigrations("payments"));
        world.database.migrateToo("products", new AppMigrations("catalog"));
        world.database.migrateToo("audit", new AppMigrations("audit"));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.execute("truncate job_runs, orders.orders, orders.order_states, orders.erased_customers,"
                + " payments.payments, payments.known_orders, payments.refunds, payments.payment_journal,"
                + " products.stock_movements, products.stock_levels, products.products, products.categories,"
                + " audit.audit_logs");
        world.clock.set(Instant.parse("2026-11-21T12:00:00Z"));
    }

    @Test
    void where_everything_agrees_the_run_says_what_it_has_looked_at() {
        article("QS-1", 10, 2);
        for (String status : List.of("PLACED", "PAID", "CONFIRMED", "SHIPPED", "DELIVERED")) {
            UUID order = order(status, LONG_AGO);
            payment(order, "CAPTURED", 1_999, 0, 0);
            onRecord(order);
        }
        UUID cancelled = order("CANCELLED", LONG_AGO);
        payment(cancelled, "CAPTURED", 1_999, 500, 1_499);
        onRecord(cancelled);
        onRecord(order("REJECTED", LONG_AGO));

        JsonNode run = world.ran("invariants", false);

        assertThat(run.path("outcome").asText()).as("%s", run).isEqualTo("DONE");
        assertThat(JobsWorld.step(run, "stock-is-its-ledger").path("rows").asInt())
                .isEqualTo(1);
        assertThat(JobsWorld.step(run, "orders-have-their-money").path("rows").asInt())
                .isEqualTo(7);
        assertThat(JobsWorld.step(run, "money-has-its-order").path("rows").asInt())
                .isEqualTo(6);
        assertThat(JobsWorld.step(run, "orders-are-on-record").path("rows").asInt())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update products.stock_levels set on_hand = on_hand + 1",
                "update products.stock_levels set reserved = reserved - 1",
                "delete from products.stock_movements where kind = 'RESERVE'",
                "delete from products.stock_levels"
            })
    void stock_that_is_not_the_sum_of_its_movements_is_reported(String tampering) {
        article("QS-1", 10, 2);
        article("QS-2", 10, 0);
        world.execute(tampering + (tampering.contains("where") ? " and" : " where") + " sku = 'QS-1'");

        JsonNode found = difference("stock-is-its-ledger");

        assertThat(found.path("sku").asText()).isEqualTo("QS-1");
        assertThat(found.has("movedOnHand")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PAID, 1998, EUR, another amount was captured",
        "CONFIRMED, 0, EUR, another amount was captured",
        "SHIPPED, 2000, EUR, another amount was captured",
        "DELIVERED, 1999, USD, it was paid in another currency",
    })
    void an_order_that_was_not_paid_as_it_says_is_reported(String status, long captured, String currency, String what) {
        UUID order = order(status, LONG_AGO);
        onRecord(order);
        payment(order, "CAPTURED", captured, 0, 0);
        world.execute("update payments.payments set currency = ?", currency);

        JsonNode found = difference("orders-have-their-money");

        assertThat(found.path("orderId").asText()).isEqualTo(order.toString());
        assertThat(found.path("status").asText()).isEqualTo(status);
        assertThat(found.path("what").asText()).isEqualTo(what);
        assertThat(found.at("/payment/captured").asLong()).isEqualTo(captured);
    }

    @Test
    void an_order_without_payment_is_reported() {
        onRecord(order("CONFIRMED", LONG_AGO));

        assertThat(difference("orders-have-their-money").path("what").asText()).isEqualTo("it has no payment");
    }

    @ParameterizedTest
    @CsvSource({"REJECTED, 0, 0", "CANCELLED, 0, 1998", "CANCELLED, 1000, 0"})
    void money_of_a_called_off_order_that_is_kept_is_reported(String status, long refunding, long refunded) {
        UUID order = order(status, LONG_AGO);
        onRecord(order);
        payment(order, "CAPTURED", 1_999, refunding, refunded);

        assertThat(difference("orders-have-their-money").path("what").asText())
                .isEqualTo("money of a called-off order is kept");
    }

    @Test
    void refunds_and_payments_of_the_desk_make_no_difference() {
        UUID order = order("DELIVERED", LONG_AGO);
        onRecord(order);
        payment(order, "CAPTURED", 1_999, 200, 1_000);
        UUID rejected = order("REJECTED", LONG_AGO);
        onRecord(rejected);
        payment(rejected, "CAPTURED", 1_999, 0, 1_999);
        world.execute("""
                insert into payments.payments (id, version, origin, order_id, amount, currency, reference, taken_by,
                    status, captured, attempts, sent_at, created_at, updated_at)
                select gen_random_uuid(), 1, 'DESK', order_id, 700, 'EUR', 'by phone', 'employee:x', 'CAPTURED', 700, 1,
                    updated_at, updated_at, updated_at
                from payments.payments
                """);

        assertThat(world.ran("invariants", false).path("outcome").asText()).isEqualTo("DONE");
    }

    @Test
    void money_without_an_order_is_reported() {
        UUID nobody = Ids.newId();
        payment(nobody, "CAPTURED", 1_999, 0, 0);

        assertThat(difference("money-has-its-order").path("orderId").asText()).isEqualTo(nobody.toString());
    }

    @Test
    void an_order_that_the_audit_has_not_heard_of_is_reported() {
        UUID known = order("REJECTED", LONG_AGO);
        onRecord(known);
        UUID unknown = order("REJECTED", LONG_AGO);

        assertThat(difference("orders-are-on-record").path("orderId").asText()).isEqualTo(unknown.toString());
    }

    @Test
    void the_trail_of_a_forgotten_customer_and_of_eleven_years_ago_is_not_missed() {
        order("REJECTED", LONG_AGO);
        world.execute("insert into orders.erased_customers (pseudonym, erasure_id)"
                + " select customer_id, gen_random_uuid() from orders.orders");
        UUID old = order("REJECTED", LONG_AGO);
        world.execute("update orders.orders set placed_at = placed_at - interval '11 years' where id = ?", old);

        assertThat(world.ran("invariants", false).path("outcome").asText()).isEqualTo("DONE");
    }

    @Test
    void what_moved_within_fifteen_minutes_is_left_out() {
        Instant now = world.clock.instant();
        order("CONFIRMED", now.minus(Duration.ofMinutes(15)));
        assertThat(world.ran("invariants", false).path("outcome").asText()).isEqualTo("DONE");

        world.clock.advance(Duration.ofSeconds(1));

        assertThat(world.ran("invariants", false).path("outcome").asText()).isEqualTo("DIFFERENCES");
    }

    @Test
    void a_hundred_rows_are_listed_and_all_are_counted_over_many_pages() {
        world.execute("""
                insert into orders.order_states (order_id, placed_at, status, version, changed_by, updated_at)
                select gen_random_uuid(), moment, 'CONFIRMED', 1, 'test', moment
                from generate_series(1, 1200), cast(? as timestamptz) moment
                """, LONG_AGO);
        world.execute("""
                insert into orders.orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                    tax_basis_points, lines, shipping_address)
                select order_id, order_id, placed_at, 'test', 'EUR', 1999, 0, 1999, 0, '[]', '{}'
                from orders.order_states
                """);

        JsonNode step = JobsWorld.step(world.ran("invariants", false), "orders-have-their-money");

        assertThat(step.path("rows").asInt()).isEqualTo(1_200);
        assertThat(step.path("differences").asInt()).isEqualTo(1_200);
        assertThat(step.path("found")).hasSize(100);
    }

    @Test
    void housekeeping_reads_no_table_and_others_call_no_function() {
        for (String table : List.of("payments.payments", "products.stock_levels", "audit.audit_logs")) {
            assertThatThrownBy(() ->
                            world.database.database().withHandle(handle -> handle.execute("select * from " + table)))
                    .hasMessageContaining("permission denied");
        }
        List<String> others = world.database
                .admin()
                .withHandle(handle -> handle.select("""
                        select p.proname || ' by ' || r.rolname
                        from pg_proc p join pg_namespace n on n.oid = p.pronamespace, pg_roles r
                        where p.proname in ('settled_orders', 'known_orders', 'payments_of_orders', 'settled_payments',
                                'stock_books', 'orders_on_record')
                            and r.rolname like '%\\_app' and r.rolname <> 'housekeeping_app'
                            and has_function_privilege(r.oid, p.oid, 'execute')
                        """).mapTo(String.class).list());
        assertThat(others).isEmpty();
    }

    /** The only difference that a run finds, in that check and no other. */
    private static JsonNode difference(String check) {
        JsonNode run = world.ran("invariants", false);
        assertThat(run.path("outcome").asText()).as("%s", run).isEqualTo("DIFFERENCES");
        for (JsonNode step : run.path("steps")) {
            boolean isIt = step.path("step").asText().equals(check);
            assertThat(step.path("differences").asInt()).as("%s", step).isEqualTo(isIt ? 1 : 0);
        }
        return JobsWorld.step(run, check).at("/found/0");
    }

    private static UUID order(String status, Instant movedAt) {
        UUID id = Ids.newId();
        world.execute("""
                insert into orders.orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                    tax_basis_points, lines, shipping_address)
                values (?, gen_random_uuid(), ?, 'test', 'EUR', 1999, 0, 1999, 0, '[]', '{}')
                """, id, LONG_AGO);
        world.execute("""
                insert into orders.order_states (order_id, placed_at, status, version, changed_by, updated_at)
                values (?, ?, ?, 1, 'test', ?)
                """, id, LONG_AGO, status, movedAt);
        return id;
    }

    private static void payment(UUID order, String status, long captured, long refunding, long refunded) {
        world.execute("insert into payments.known_orders (order_id, customer_id) values (?, ?)", order, order);
        world.execute("""
                insert into payments.payments (id, version, origin, order_id, amount, currency, reference, taken_by,
                    status, captured, refunding, refunded, attempts, sent_at, created_at, updated_at)
                values (gen_random_uuid(), 1, 'ORDER', ?, ?, 'EUR', 'order', 'system', ?, ?, ?, ?, 1, ?, ?, ?)
                """, order, captured, status, captured, refunding, refunded, LONG_AGO, LONG_AGO, LONG_AGO);
    }

    private static void onRecord(UUID order) {
        world.execute("""
                insert into audit.audit_logs (id, occurred_at, received_at, actor, action, subject_type, subject_id,
                    result, details, stream, seq, salt, commitment, link)
                values (gen_random_uuid(), ?, ?, 'app:orders', 'order.placed', 'order', ?, 'OK', '{}', 'order-events',
                    1, '\\x00', '\\x00', '\\x00')
                """, LONG_AGO, LONG_AGO, order.toString());
    }

    /** An article that was received, and partly reserved, by movements that say so. */
    private static void article(String sku, int onHand, int reserved) {
        world.execute("insert into products.categories (slug, name) values ('tools', 'Tools') on conflict do nothing");
        world.execute("""
                insert into products.products (id, sku, name, category, category_name, price_amount, price_currency,
                    weight_grams)
                values (gen_random_uuid(), ?, 'Anchor', 'tools', 'Tools', 1, 'EUR', 1)
                """, sku);
        world.execute(
                "insert into products.stock_levels (sku, on_hand, reserved) values (?, ?, ?)", sku, onHand, reserved);
        world.execute("""
                insert into products.stock_movements (sku, kind, quantity, on_hand_delta, reserved_delta, actor)
                values (?, 'RECEIPT', ?, ?, 0, 'test')
                """, sku, onHand, onHand);
        if (reserved > 0) {
            world.execute("""
                    insert into products.stock_movements (sku, kind, quantity, on_hand_delta, reserved_delta, actor)
                    values (?, 'RESERVE', ?, 0, ?, 'test')
                    """, sku, reserved, reserved);
        }
    }
}
