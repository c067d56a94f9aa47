package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.HousekeepingWorld.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders that do not move, over the tables and the function that the orders app brings. */
class StuckOrdersIT {

    private static HousekeepingWorld world;

    @BeforeAll
    static void open() {
        world = new HousekeepingWorld();
        world.database.migrateToo("orders", new AppMigrations("orders"));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.database.admin().useHandle(handle -> handle.execute("truncate orders.orders, orders.order_states"));
    }

    @ParameterizedTest
    @CsvSource({"PLACED, RESERVE_STOCK", "RESERVED, TAKE_PAYMENT", "PAID, BOOK_SHIPMENT"})
    void an_order_that_does_not_move_is_shown_with_the_step_it_waits_for(String status, String step) {
        UUID order = order(status, 6, false);

        JsonNode stuck = ask("minutes", "5").at("/items/0");

        assertThat(stuck.path("orderId").asText()).isEqualTo(order.toString());
        assertThat(stuck.path("status").asText()).isEqualTo(status);
        assertThat(stuck.path("waitsFor").asText()).isEqualTo(step);
        assertThat(stuck.has("nudgedAt")).isFalse();
    }

    @Test
    void a_called_off_order_whose_shipment_is_not_cancelled_is_stuck_too() {
        order("CANCELLED", 6, true);

        assertThat(ask().at("/items/0/waitsFor").asText()).isEqualTo("CANCEL_SHIPMENT");
    }

    @Test
    void an_order_that_moved_lately_or_has_nothing_to_wait_for_is_not_stuck() {
        order("RESERVED", 4, false);
        for (String status : List.of("CONFIRMED", "SHIPPED", "DELIVERED", "REJECTED", "CANCELLED")) {
            order(status, 10_000, false);
        }

        assertThat(ask("minutes", "5").path("items")).isEmpty();
        assertThat(ask("minutes", "3").path("items")).hasSize(1);
    }

    @Test
    void the_longest_stuck_come_first_and_more_are_told_of() {
        UUID third = order("PLACED", 10, false);
        UUID first = order("PAID", 30, false);
        UUID second = order("CANCELLED", 20, true);

        JsonNode answer = ask("limit", "2");
        assertThat(answer.path("items").findValuesAsText("orderId"))
                .containsExactly(first.toString(), second.toString());
        assertThat(answer.path("more").asBoolean()).isTrue();
        assertThat(ask().path("items").findValuesAsText("orderId")).endsWith(third.toString());
        assertThat(ask().path("more").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"minutes, 0", "minutes, x", "minutes, 527041", "limit, 0"})
    void a_wrong_parameter_is_pointed_at(String name, String value) {
        HttpResponseMessage answer = call(world.admin(), name, value);

        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(json(answer).at("/errors/0/parameter").asText()).isEqualTo(name);
    }

    @Test
    void admins_and_order_managers_may_ask_and_nobody_else() {
        assertThat(call(world.tokens.employee("order-manager")).getStatusCode()).isEqualTo(200);
        assertThat(call(world.tokens.employee("customer-service")).getStatusCode())
                .isEqualTo(403);
        assertThat(call(world.tokens.client(Ids.newId())).getStatusCode()).isEqualTo(403);
        assertThat(call(world.tokens.service()).getStatusCode()).isEqualTo(403);
    }

    @Test
    void housekeeping_may_call_the_function_and_touch_no_table() {
        for (String sql : List.of("select * from orders.order_states", "delete from orders.orders")) {
            assertThatThrownBy(() -> world.database.database().withHandle(handle -> handle.execute(sql)))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void other_roles_may_not_call_the_function() {
        String may =
                "select has_function_privilege('payments_app', 'orders.stuck_orders(interval, integer)', 'execute')";
        assertThat(world.database
                        .admin()
                        .<Boolean, RuntimeException>withHandle(handle ->
                                handle.select(may).mapTo(Boolean.class).one()))
                .isFalse();
    }

    @Test
    void among_many_orders_the_stuck_ones_are_found_by_their_indexes() {
        world.database.admin().useHandle(handle -> {
            handle.execute("""
                    insert into orders.order_states (order_id, placed_at, status, version, changed_by, updated_at)
                    select gen_random_uuid(), now() - n * interval '1 second',
                        case when n % 1000 = 0 then 'RESERVED' else 'DELIVERED' end, 1, 'test',
                        now() - n * interval '1 second'
                    from generate_series(1, 200000) n
                    """);
            handle.execute("""
                    insert into orders.orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                        tax_basis_points, lines, shipping_address)
                    select order_id, order_id, placed_at, 'test', 'EUR', 1, 0, 1, 0, '[]', '{}'
                    from orders.order_states
                    """);
            handle.execute("analyze orders.orders, orders.order_states");
        });

        String plan = world.database.admin().withHandle(handle -> {
            String body = handle.select("select prosrc from pg_proc where proname = 'stuck_orders'")
                    .mapTo(String.class)
                    .one()
                    .replace("older_than", "interval '5 minutes'")
                    .replaceAll("\\bmost\\b", "50");
            handle.execute("set search_path = orders");
            return String.join(
                    "\n",
                    handle.createQuery("explain (analyze, costs off) " + body)
                            .mapTo(String.class)
                            .list());
        });

        assertThat(plan)
                .contains("order_states_by_status", "order_states_shipment_cancel_due", "orders_pkey")
                .doesNotContain("Seq Scan on order_states");
    }

    @Test
    void who_looks_is_on_record() {
        ask();

        List<JsonNode> recorded = world.recorded();
        JsonNode last = recorded.get(recorded.size() - 1);
        assertThat(last.path("action").asText()).isEqualTo("stuck-orders.listed");
        assertThat(last.path("actor").asText()).startsWith("employee:");
    }

    private static JsonNode ask(String... query) {
        HttpResponseMessage answer = call(world.admin(), query);
        assertThat(answer.getStatusCode()).isEqualTo(200);
        return json(answer);
    }

    private static HttpResponseMessage call(String token, String... query) {
        TestRequest request = TestRequest.get("v1/admin/stuck-orders").as(token);
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        return world.http().stuckOrders(request, new TestContext());
    }

    /** An order that last moved so many minutes ago. */
    private static UUID order(String status, int minutes, boolean shipmentCancelDue) {
        UUID id = Ids.newId();
        world.database.admin().useHandle(handle -> {
            handle.createUpdate("""
                            insert into orders.orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                                tax_basis_points, lines, shipping_address)
                            values (:id, :id, now(), 'test', 'EUR', 1, 0, 1, 0, '[]', '{}')
                            """).bind("id", id).execute();
            handle.createUpdate("""
                            insert into orders.order_states (order_id, placed_at, status, version, changed_by,
                                updated_at, shipment_cancel_due)
                            values (:id, now(), :status, 1, 'test', now() - make_interval(mins => :minutes), :due)
                            """)
                    .bind("id", id)
                    .bind("status", status)
                    .bind("minutes", minutes)
                    .bind("due", shipmentCancelDue)
                    .execute();
        });
        return id;
    }
}
