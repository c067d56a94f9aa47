package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.CatalogEvents;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestRequest;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the main job costs the database; a begin counts, a commit does not: its count may come late. */
class OrdersStatementsTest {

    private static OrdersBench bench;

    @BeforeAll
    static void open() {
        bench = new OrdersBench();
        bench.database.admin().useHandle(handle -> handle.execute("create extension pg_stat_statements"));
        // connections are open and drivers have asked what they ask once
        bench.confirmed();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static long statementsOf(Runnable work) {
        String sum = "select coalesce(sum(calls), 0) from pg_stat_statements"
                + " where userid = 'orders_app'::regrole and toplevel and query <> 'COMMIT'"
                + " and dbid = (select oid from pg_database where datname = current_database())";
        long before = bench.count(sum);
        work.run();
        return bench.count(sum) - before;
    }

    @Test
    void placing_an_order_takes_two_statements() {
        String body = OrdersBench.body("{\"sku\":\"QS-1\",\"quantity\":2}", "{\"sku\":\"QS-2\",\"quantity\":1}");
        assertThat(statementsOf(() -> bench.place(bench.alice, Ids.newId().toString(), body)))
                .isEqualTo(2);
    }

    @Test
    void placing_on_behalf_takes_two_more_for_the_begin_and_the_record() {
        String body = OrdersBench.bodyFor(bench.customer);
        String agent = bench.tokens.employee("customer-service");
        assertThat(statementsOf(() -> bench.place(agent, Ids.newId().toString(), body)))
                .isEqualTo(4);
    }

    @Test
    void a_replay_takes_three() {
        String key = Ids.newId().toString();
        bench.place(bench.alice, key, OrdersBench.body());
        assertThat(statementsOf(() -> bench.place(bench.alice, key, OrdersBench.body())))
                .isEqualTo(3);
    }

    @Test
    void an_employees_look_at_an_order_takes_one_more_than_a_customers_and_a_begin() {
        UUID order = bench.placed();

        assertThat(statementsOf(() -> look(bench.alice, order))).isEqualTo(1);
        assertThat(statementsOf(() -> look(bench.tokens.employee("admin"), order)))
                .isEqualTo(3);
    }

    private static void look(String token, UUID order) {
        bench.http.getOrder(TestRequest.get("v1/orders/" + order).as(token), order.toString(), bench.context);
    }

    @Test
    void a_step_of_the_saga_takes_two_and_no_begin() {
        UUID order = bench.placed();
        assertThat(statementsOf(() -> bench.catalog(new CatalogEvents.StockReserved(order, bench.clock.instant()))))
                .isEqualTo(2);
    }
}
