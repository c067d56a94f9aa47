package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.json;
import static dev.quayside.customers.CustomersBench.pointer;
import static dev.quayside.customers.CustomersBench.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PreferencesTest {

    private static final String MONTHLY = "{\"newsletter\":\"MONTHLY\",\"preferredChannel\":\"PHONE\"}";

    private static CustomersBench bench;

    private final UUID id = bench.registered("Alice Larsen", "alice@example.com");
    private final String alice = bench.tokens.client(id);

    @BeforeAll
    static void open() {
        bench = new CustomersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static HttpResponseMessage get(String token, UUID customer) {
        return bench.http.getPreferences(
                TestRequest.get("v1/customers/" + customer + "/preferences").as(token),
                customer.toString(),
                bench.context);
    }

    private static HttpResponseMessage put(String token, UUID customer, int version, String body) {
        return bench.http.updatePreferences(
                TestRequest.put("v1/customers/" + customer + "/preferences", body)
                        .as(token)
                        .header("If-Match", "\"" + version + "\""),
                customer.toString(),
                bench.context);
    }

    @Test
    void they_have_defaults_and_are_replaced() {
        HttpResponseMessage first = get(alice, id);
        assertThat(first.getHeader("ETag")).isEqualTo("\"0\"");
        assertThat(json(first).get("newsletter").asText()).isEqualTo("NEVER");

        HttpResponseMessage changed = put(alice, id, 0, MONTHLY);

        assertThat(changed.getHeader("ETag")).isEqualTo("\"1\"");
        assertThat(json(get(alice, id))).isEqualTo(json(changed));
        assertThat(json(changed).get("preferredChannel").asText()).isEqualTo("PHONE");
        assertThat(put(alice, id, 1, MONTHLY).getHeader("ETag")).isEqualTo("\"1\"");
        assertThat(put(alice, id, 1, MONTHLY.replace("MONTHLY", "WEEKLY")).getHeader("ETag"))
                .isEqualTo("\"2\"");
    }

    @Test
    void of_many_changes_at_once_one_is_made() throws Exception {
        List<Integer> statuses = new CopyOnWriteArrayList<>();

        CustomersBench.atOnce(6, () -> statuses.add(put(alice, id, 0, MONTHLY).getStatusCode()));

        assertThat(statuses).containsOnlyOnce(200).contains(412).hasSize(6);
    }

    @Test
    void an_employees_look_and_change_are_on_record() {
        get(bench.manager, id);
        put(bench.agent, id, 0, MONTHLY);

        assertThat(bench.trail(id))
                .containsExactly("employee customer.preferences-viewed", "employee customer.preferences-updated");
    }

    @Test
    void whoever_is_not_there_has_none() {
        UUID nobody = Ids.newId();

        assertThat(get(bench.tokens.client(nobody), nobody).getStatusCode()).isEqualTo(404);
        assertThat(get(bench.tokens.client(nobody), id).getStatusCode()).isEqualTo(404);
        assertThat(put(bench.admin, nobody, 0, MONTHLY).getStatusCode()).isEqualTo(404);
    }

    @Test
    void what_is_none_of_the_choices_is_refused_at_its_place() {
        assertThat(pointer(put(alice, id, 0, MONTHLY.replace("MONTHLY", "DAILY"))))
                .isEqualTo("/newsletter");
        assertThat(pointer(put(alice, id, 0, "{\"newsletter\":\"NEVER\"}"))).isEqualTo("/preferredChannel");
        assertThat(problem(put(alice, id, 3, MONTHLY))).isEqualTo("precondition-failed");
    }
}
