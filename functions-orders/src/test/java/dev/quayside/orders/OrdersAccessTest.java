package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.FunctionName;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrdersAccessTest {

    private static OrdersBench bench;
    private static UUID order;

    @BeforeAll
    static void open() {
        bench = new OrdersBench();
        order = bench.placed();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private record Caller(String name, String token) {}

    private static List<Caller> callers() {
        return List.of(
                new Caller("client", bench.alice),
                new Caller("customer-service", bench.tokens.employee("customer-service")),
                new Caller("order-manager", bench.tokens.employee("order-manager")),
                new Caller("admin", bench.tokens.employee("admin")),
                new Caller("no role", bench.tokens.employee()),
                new Caller("service", bench.tokens.service()));
    }

    /** For each function: which callers get past the door, in the order of {@link #callers}. */
    private static final Map<String, String> ALLOWED = Map.of(
            "PlaceOrder", "yes yes no yes no no",
            "CancelOrder", "yes yes no yes no no",
            "ChangeOrderStatus", "no no yes yes no no",
            "GetOrder", "yes yes yes yes no no",
            "ListOrders", "yes yes yes yes no no",
            "GetOrderHistory", "yes yes yes yes no no",
            "TrackOrder", "yes yes yes yes no no",
            "QuoteShipping", "yes yes yes yes no no");

    private static Map<String, Function<String, HttpResponseMessage>> calls() {
        String id = order.toString();
        return Map.of(
                "PlaceOrder", token -> bench.place(token, Ids.newId().toString(), "{}"),
                "CancelOrder",
                        token -> bench.http.cancelOrder(
                                TestRequest.delete("v1/orders/x").as(token).header("If-Match", "\"0\""),
                                id,
                                bench.context),
                "ChangeOrderStatus",
                        token -> bench.http.changeStatus(
                                TestRequest.put("v1/orders/x/status", "{}").as(token), id, bench.context),
                "GetOrder",
                        token -> bench.http.getOrder(
                                TestRequest.get("v1/orders/x").as(token), id, bench.context),
                "ListOrders",
                        token -> bench.http.listOrders(
                                TestRequest.get("v1/orders").as(token), bench.context),
                "GetOrderHistory",
                        token -> bench.http.getHistory(
                                TestRequest.get("v1/orders/x/history").as(token), id, bench.context),
                "TrackOrder",
                        token -> bench.http.trackOrder(
                                TestRequest.get("v1/orders/x/tracking").as(token), id, bench.context),
                "QuoteShipping",
                        token -> bench.http.quoteShipping(
                                TestRequest.post("v1/shipping/rates", "{}").as(token), bench.context));
    }

    @Test
    void every_function_is_called_as_every_caller() {
        assertThat(new TreeSet<>(Arrays.stream(OrdersHttp.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(FunctionName.class))
                        .map(method -> method.getAnnotation(FunctionName.class).value())
                        .toList()))
                .isEqualTo(new TreeSet<>(ALLOWED.keySet()));
        calls().forEach((function, call) -> {
            String[] allowed = ALLOWED.get(function).split(" ", -1);
            for (int i = 0; i < allowed.length; i++) {
                Caller caller = callers().get(i);
                int status = call.apply(caller.token()).getStatusCode();
                assertThat(status != 403)
                        .as("%s as %s: %d", function, caller.name(), status)
                        .isEqualTo(allowed[i].equals("yes"));
            }
            assertThat(call.apply("nonsense").getStatusCode()).as(function).isEqualTo(401);
        });
    }

    @Test
    void what_employees_look_at_is_recorded_and_what_clients_do_is_not() {
        Map<String, Function<String, HttpResponseMessage>> calls = calls();
        List<String> reads = List.of("GetOrder", "ListOrders", "GetOrderHistory", "TrackOrder");
        bench.database.admin().useHandle(handle -> handle.execute("delete from outbox"));

        reads.forEach(read -> assertThat(calls.get(read).apply(bench.alice)).isNotNull());
        assertThat(recorded()).isEmpty();

        String agent = bench.tokens.employee("customer-service");
        reads.forEach(read -> assertThat(calls.get(read).apply(agent)).isNotNull());
        assertThat(recorded())
                .containsExactly("order.viewed", "orders.listed", "order.history-viewed", "order.tracked");
    }

    private static List<String> recorded() {
        return bench.database
                .admin()
                .withHandle(
                        handle -> handle.createQuery("""
                        select cast(payload as jsonb) -> 'data' ->> 'action' from outbox
                        where topic = 'audit-events' order by seq
                        """).mapTo(String.class).list());
    }
}
