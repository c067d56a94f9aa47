package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.HousekeepingWorld.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How admins find erasures, and that nobody sees whom they are about. */
class ReadErasuresTest {

    private static ErasureWorld world;

    @BeforeAll
    static void open() {
        world = new ErasureWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.clear();
    }

    @Test
    void they_are_listed_latest_first_page_by_page() {
        List<String> requested = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            requested.add(0, world.request(Ids.newId()).toString());
        }
        List<String> found = new ArrayList<>();
        JsonNode page = world.list("limit", "2");
        found.addAll(ids(page));
        while (page.has("nextCursor")) {
            page = world.list("limit", "2", "cursor", page.path("nextCursor").asText());
            found.addAll(ids(page));
        }

        assertThat(found).isEqualTo(requested);
    }

    @Test
    void one_is_found_by_its_customer_before_and_after_and_named_by_pseudonym() {
        UUID customer = Ids.newId();
        world.request(Ids.newId());
        UUID erasure = world.request(customer);

        assertThat(ids(world.list("customerId", customer.toString()))).containsExactly(erasure.toString());
        assertThat(world.list().toString() + world.erasure(erasure)).doesNotContain(customer.toString());
        world.erase(erasure, customer);
        JsonNode completed = world.list("customerId", customer.toString()).at("/items/0");
        assertThat(completed.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(completed.path("pseudonym").asText())
                .isEqualTo(Pseudonym.of(customer).toString());
        assertThat(completed.has("parts")).isFalse();
    }

    @Test
    void they_are_found_by_state() {
        UUID waiting = world.request(Ids.newId());
        world.deliver(world.waits(waiting, Ids.newId(), "orders", "an order is under way"));
        world.request(Ids.newId());

        assertThat(ids(world.list("state", "WAITING"))).containsExactly(waiting.toString());
        assertThat(ids(world.list("state", "RUNNING"))).hasSize(1);
        assertThat(ids(world.list("state", "COMPLETED"))).isEmpty();
    }

    @Test
    void who_looks_at_erasures_or_legal_holds_is_on_record() {
        UUID customer = Ids.newId();
        UUID erasure = world.request(customer);

        world.list();
        world.list("customerId", customer.toString());
        world.erasure(erasure);
        world.http().holds(TestRequest.get("v1/admin/legal-holds").as(world.admin()), new TestContext());

        List<JsonNode> told = world.told(AccessRecorded.TYPE);
        assertThat(told).allMatch(data -> data.path("actor").asText().startsWith("employee:"));
        assertThat(told)
                .extracting(data -> data.path("action").asText() + " "
                        + data.path("subjectId").asText() + " "
                        + data.path("customerId").asText())
                .containsExactly(
                        "erasures.listed all null",
                        "erasures.listed " + Pseudonym.of(customer) + " null",
                        "erasure.viewed " + erasure + " " + customer,
                        "legal-holds.listed all null");
    }

    @Test
    void what_nobody_was_shown_is_not_on_record() {
        world.erasure(Ids.newId());

        assertThat(world.told(AccessRecorded.TYPE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"state, DONE", "customerId, x", "cursor, x", "limit, 0"})
    void a_filter_that_makes_no_sense_is_pointed_at(String name, String value) {
        TestRequest request =
                TestRequest.get("v1/admin/erasures").query(name, value).as(world.admin());
        HttpResponseMessage answer = world.http().list(request, new TestContext());

        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(json(answer).at("/errors/0/parameter").asText()).isEqualTo(name);
    }

    @Test
    void what_is_not_there_is_404_and_what_is_not_completed_has_no_certificate() {
        UUID erasure = world.request(Ids.newId());

        HttpResponseMessage early = world.certificate(erasure);
        assertThat(early.getStatusCode()).isEqualTo(409);
        assertThat(json(early).path("type").asText()).endsWith("/erasure-not-completed");
        assertThat(world.certificate(Ids.newId()).getStatusCode()).isEqualTo(404);
        assertThat(world.erasure(Ids.newId()).path("status").asInt()).isEqualTo(404);
    }

    @Test
    void nobody_but_an_admin_sees_them_or_decides_of_holds() {
        String customer = Ids.newId().toString();
        for (String token : List.of(
                world.tokens.client(UUID.fromString(customer)),
                world.tokens.employee("customer-service"),
                world.tokens.employee("order-manager"),
                world.tokens.service())) {
            TestRequest list = TestRequest.get("v1/admin/erasures").as(token);
            assertThat(world.http().list(list, new TestContext()).getStatusCode())
                    .isEqualTo(403);
            TestRequest hold = TestRequest.put("v1/admin/legal-holds/" + customer, "{\"reason\":\"x\"}")
                    .as(token);
            assertThat(world.http().place(hold, customer, new TestContext()).getStatusCode())
                    .isEqualTo(403);
        }
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("items").forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }
}
