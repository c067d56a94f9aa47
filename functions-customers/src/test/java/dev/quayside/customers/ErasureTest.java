package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.ids;
import static dev.quayside.customers.CustomersBench.json;
import static dev.quayside.customers.CustomersBench.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A customer is to be forgotten: who may say so, and that nobody is shown them from then on. */
class ErasureTest {

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

    /** Everything that can be asked about a customer, by its name. */
    private Map<String, HttpResponseMessage> everything(String token) {
        String path = "v1/customers/" + id;
        CustomersHttp http = bench.http;
        TestRequest consents = TestRequest.put(
                path,
                "{\"consents\":[{\"purpose\":\"marketing-sms\",\"granted\":true,\"textVersion\":\"1\"}],\"how\":\""
                        + (token.equals(alice) ? "PORTAL" : "PHONE") + "\"}");
        TestRequest preferences = TestRequest.put(path, "{\"newsletter\":\"NEVER\",\"preferredChannel\":\"SMS\"}");
        return Map.of(
                "profile", bench.get(token, id),
                "changed profile", bench.put(token, id, 1, CustomersBench.PROFILE),
                "orders", bench.orders(token, id, "", 10),
                "preferences", http.getPreferences(TestRequest.get(path).as(token), id.toString(), bench.context),
                "changed preferences",
                        http.updatePreferences(
                                preferences.as(token).header("If-Match", "\"0\""), id.toString(), bench.context),
                "consents", http.getConsents(TestRequest.get(path).as(token), id.toString(), bench.context),
                "changed consents",
                        http.recordConsents(
                                consents.as(token).header("If-Match", "\"0\""), id.toString(), bench.context),
                "export", bench.requestExport(token, id),
                "state of an export", bench.export(token, id, Ids.newId()));
    }

    @Test
    void a_customer_who_says_so_is_shown_to_nobody_from_then_on() {
        HttpResponseMessage answer = bench.erase(alice, id);

        assertThat(answer.getStatusCode()).isEqualTo(202);
        assertThat(json(answer).get("state").asText()).isEqualTo("ERASING");
        Instant requestedAt = Instant.parse(json(answer).get("requestedAt").asText());
        assertThat(Instant.parse(json(answer).get("dueAt").asText())).isEqualTo(requestedAt.plus(Duration.ofDays(30)));
        for (String token : List.of(alice, bench.admin)) {
            everything(token).forEach((what, refused) -> {
                assertThat(refused.getStatusCode()).as(what).isEqualTo(410);
                assertThat(problem(refused)).as(what).isEqualTo("customer-erased");
            });
        }
        assertThat(bench.get(bench.manager, id).getStatusCode()).isEqualTo(410);
        assertThat(bench.get(bench.tokens.client(Ids.newId()), id).getStatusCode())
                .isEqualTo(404);
        List<JsonNode> told = bench.told(ErasureRequested.TYPE, id);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).get("erasureId")).isEqualTo(json(answer).get("erasureId"));
        assertThat(told.get(0).get("requestedBy").asText()).isEqualTo("client:" + id);
        assertThat(bench.trail(id)).as("nothing was seen").isEmpty();
    }

    @Test
    void who_is_erased_cannot_register_again() {
        bench.erase(alice, id);

        HttpResponseMessage signIn = bench.register(bench.token(id, "Alice Larsen", "alice@example.com"), "{}");

        assertThat(signIn.getStatusCode()).isEqualTo(410);
        assertThat(problem(signIn)).isEqualTo("customer-erased");
    }

    @Test
    void employees_erase_for_a_customer_and_are_on_record() {
        JsonNode byAgent = json(bench.erase(bench.agent, id));

        assertThat(json(bench.erase(bench.admin, id)))
                .as("there is one erasure")
                .isEqualTo(byAgent);
        assertThat(bench.erase(bench.manager, id).getStatusCode()).isEqualTo(403);
        assertThat(bench.trail(id))
                .containsExactly("employee customer.erasure-requested", "employee customer.erasure-requested");
        assertThat(bench.told(ErasureRequested.TYPE, id)).hasSize(1);
    }

    @Test
    void somebody_else_or_nobody_cannot_be_erased() {
        assertThat(bench.erase(bench.tokens.client(Ids.newId()), id).getStatusCode())
                .isEqualTo(404);
        assertThat(bench.erase(bench.admin, Ids.newId()).getStatusCode()).isEqualTo(404);
        assertThat(bench.get(alice, id).getStatusCode()).isEqualTo(200);
    }

    @Test
    void asked_for_many_times_at_once_there_is_one_erasure() throws Exception {
        Set<String> answers = ConcurrentHashMap.newKeySet();

        CustomersBench.atOnce(
                8, () -> answers.add((String) bench.erase(alice, id).getBody()));

        assertThat(answers).hasSize(1);
        assertThat(bench.told(ErasureRequested.TYPE, id)).hasSize(1);
    }

    @Test
    void search_and_lists_leave_out_who_is_erased() {
        UUID zoe = bench.registered("Zoë Quixano", "zoe.quixano@example.com");
        UUID order = Ids.newId();
        bench.order(OrderFixture.placed(order, zoe));
        bench.put(bench.admin, zoe, 1, CustomersBench.PROFILE.replace("Alice Larsen", "Zoë Quixano"));
        List<String> texts =
                List.of("quixano", "quizano", "quix", "alice@example.com", zoe.toString(), order.toString());
        assertThat(texts)
                .allSatisfy(text -> assertThat(ids(bench.search(bench.admin, text, "")))
                        .as(text)
                        .contains(zoe));
        assertThat(ids(bench.search(bench.admin, "", "NEW"))).contains(zoe);

        bench.erase(bench.tokens.client(zoe), zoe);

        assertThat(texts)
                .allSatisfy(text -> assertThat(ids(bench.search(bench.admin, text, "")))
                        .as(text)
                        .doesNotContain(zoe));
        assertThat(ids(bench.search(bench.admin, "", "NEW"))).doesNotContain(zoe);
        assertThat(ids(bench.search(bench.admin, "", ""))).doesNotContain(zoe);
        assertThat(ids(bench.search(bench.admin, "+4930123456", ""))).doesNotContain(zoe);
    }

    @Test
    void the_segment_job_leaves_out_who_is_erased() {
        bench.erase(alice, id);
        bench.database.admin().useHandle(handle -> handle.execute("truncate customer_segments"));

        bench.messages.recomputeSegments("", bench.context);

        assertThat(bench.count("select count(*) from customer_segments where customer_id = '" + id + "'"))
                .isZero();
    }
}
