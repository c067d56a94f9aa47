package dev.quayside.customers;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.FunctionName;
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

class CustomersAccessTest {

    private static CustomersBench bench;
    private static UUID id;
    private static UUID gone;

    @BeforeAll
    static void open() {
        bench = new CustomersBench();
        id = bench.registered("Alice Larsen", "alice@example.com");
        gone = bench.registered("Gone Girl", null);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private record Caller(String name, String token) {}

    private static List<Caller> callers() {
        return List.of(
                new Caller("client", bench.tokens.client(id)),
                new Caller("customer-service", bench.agent),
                new Caller("order-manager", bench.manager),
                new Caller("admin", bench.admin),
                new Caller("no role", bench.tokens.employee()),
                new Caller("service", bench.tokens.service()));
    }

    /** For each function: which callers get past the door, in the order of {@link #callers}. */
    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("RegisterCustomer", "yes no no no no no"),
            Map.entry("SearchCustomers", "no yes yes yes no no"),
            Map.entry("GetCustomer", "yes yes yes yes no no"),
            Map.entry("UpdateCustomer", "yes yes no yes no no"),
            Map.entry("GetPreferences", "yes yes yes yes no no"),
            Map.entry("UpdatePreferences", "yes yes no yes no no"),
            Map.entry("GetConsents", "yes yes yes yes no no"),
            Map.entry("RecordConsents", "yes yes no yes no no"),
            Map.entry("ListCustomerOrders", "yes yes yes yes no no"),
            Map.entry("EraseCustomer", "yes yes no yes no no"),
            Map.entry("RequestExport", "yes yes no yes no no"),
            Map.entry("GetExport", "yes yes no yes no no"));

    private static Map<String, Function<String, HttpResponseMessage>> calls() {
        CustomersHttp http = bench.http;
        String path = "v1/customers/x";
        return Map.ofEntries(
                call("RegisterCustomer", token -> bench.register(token, "{}")),
                call("SearchCustomers", token -> bench.search(token, "", "")),
                call("GetCustomer", token -> bench.get(token, id)),
                call("UpdateCustomer", token -> bench.put(token, id, 0, "{}")),
                call(
                        "GetPreferences",
                        token -> http.getPreferences(TestRequest.get(path).as(token), id.toString(), bench.context)),
                call(
                        "UpdatePreferences",
                        token -> http.updatePreferences(
                                TestRequest.put(path, "{}").as(token), id.toString(), bench.context)),
                call(
                        "GetConsents",
                        token -> http.getConsents(TestRequest.get(path).as(token), id.toString(), bench.context)),
                call(
                        "RecordConsents",
                        token -> http.recordConsents(
                                TestRequest.put(path, "{}").as(token), id.toString(), bench.context)),
                call("ListCustomerOrders", token -> bench.orders(token, id, "", 1)),
                call("EraseCustomer", token -> bench.erase(token, gone)),
                call("RequestExport", token -> bench.requestExport(token, id)),
                call("GetExport", token -> bench.export(token, id, id)));
    }

    private static Map.Entry<String, Function<String, HttpResponseMessage>> call(
            String function, Function<String, HttpResponseMessage> call) {
        return Map.entry(function, call);
    }

    @Test
    void every_function_is_called_as_every_caller() {
        assertThat(new TreeSet<>(Arrays.stream(CustomersHttp.class.getDeclaredMethods())
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
}
