package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.HousekeepingWorld.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.contracts.GdprEvents.ErasureDelayed;
import dev.quayside.shared.contracts.GdprEvents.LegalHoldChanged;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that must be kept, and what that does to erasures. */
class LegalHoldsTest {

    private static final String REASON = "{\"ground\":\"LITIGATION\",\"reason\":\"case 4711 of Alice Larsen\"}";

    private static ErasureWorld world;

    private final UUID customer = Ids.newId();

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
    void a_hold_is_placed_once_told_and_on_record() {
        HttpResponseMessage first = world.hold(customer, REASON);
        HttpResponseMessage second = world.hold(customer, REASON);

        assertThat(first.getStatusCode()).isEqualTo(200);
        assertThat(second.getBody()).isEqualTo(first.getBody());
        assertThat(json(first).path("reason").asText()).isEqualTo("case 4711 of Alice Larsen");
        assertThat(json(first).path("by").asText()).startsWith("employee:");
        JsonNode told = only(world.told(LegalHoldChanged.TYPE));
        assertThat(told.path("customerId").asText()).isEqualTo(customer.toString());
        assertThat(told.path("held").asBoolean()).isTrue();
        assertThat(told.path("ground").asText()).isEqualTo("LITIGATION");
        assertThat(only(world.told(AccessRecorded.TYPE)).path("action").asText())
                .isEqualTo("legal-hold.placed");
    }

    @Test
    void another_ground_or_reason_takes_the_place_of_the_one_before() {
        world.hold(customer, REASON);
        UUID erasure = world.request(customer);
        world.hold(customer, "{\"ground\":\"LITIGATION\",\"reason\":\"case 4712\"}");
        world.hold(customer, "{\"ground\":\"TAX_AUDIT\",\"reason\":\"case 4712\"}");

        assertThat(world.holds().path("items")).hasSize(1);
        assertThat(world.told(LegalHoldChanged.TYPE)).hasSize(3);
        assertThat(world.erasure(erasure).path("reason").asText()).isEqualTo("legal hold: TAX_AUDIT");
    }

    @Test
    void a_hold_blocks_an_erasure_from_its_first_step_and_lifted_lets_it_go_on_at_once() {
        world.hold(customer, REASON);
        UUID erasure = world.request(customer);

        assertThat(world.asked(erasure)).isEmpty();
        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("BLOCKED");
        assertThat(world.erasure(erasure).path("reason").asText()).isEqualTo("legal hold: LITIGATION");

        assertThat(world.lift(customer).getStatusCode()).isEqualTo(204);

        assertThat(world.asked(erasure)).containsExactly("orders");
        assertThat(world.erasure(erasure).has("reason")).isFalse();
        assertThat(world.told(LegalHoldChanged.TYPE))
                .extracting(data -> data.path("held").asBoolean())
                .containsExactly(true, false);
        assertThat(world.told(AccessRecorded.TYPE))
                .extracting(data -> data.path("action").asText())
                .filteredOn(action -> action.startsWith("legal-hold."))
                .containsExactly("legal-hold.placed", "legal-hold.lifted");
    }

    @Test
    void a_hold_between_two_phases_keeps_the_next_from_beginning() {
        UUID erasure = world.request(customer);
        world.hold(customer, REASON);
        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("BLOCKED");

        world.deliver(world.done(erasure, customer, "orders"));
        world.clock.advance(Duration.ofDays(2));
        world.tick();
        assertThat(world.asked(erasure)).containsExactly("orders");

        world.lift(customer);
        assertThat(world.asked(erasure)).hasSize(5);
    }

    @Test
    void a_hold_and_a_request_at_once_never_miss_each_other() throws Exception {
        for (int i = 0; i < 20; i++) {
            UUID wanted = Ids.newId();
            AtomicReference<UUID> erasure = new AtomicReference<>();
            AtomicReference<HttpResponseMessage> hold = new AtomicReference<>();
            AtOnce.run(List.of(() -> erasure.set(world.request(wanted)), () -> hold.set(world.hold(wanted, REASON))));

            assertThat(hold.get().getStatusCode())
                    .as("%s", hold.get().getBody())
                    .isEqualTo(200);
            assertThat(world.erasure(erasure.get()).path("state").asText()).isEqualTo("BLOCKED");
        }
    }

    @Test
    void a_blocked_erasure_is_alerted_with_its_reason() {
        world.hold(customer, REASON);
        UUID erasure = world.request(customer);
        world.clock.advance(Duration.ofDays(26));
        world.tick();

        assertThat(only(world.told(ErasureDelayed.TYPE, erasure)).path("reason").asText())
                .isEqualTo("legal hold: LITIGATION");
    }

    @Test
    void a_hold_that_comes_while_the_last_app_erases_ends_with_the_erasure_and_that_is_told() {
        UUID erasure = world.request(customer);
        for (String app : List.of("orders", "payments", "catalog", "notifications", "housekeeping", "customers")) {
            world.deliver(world.done(erasure, customer, app));
        }
        world.hold(customer, REASON);

        world.deliver(world.done(erasure, customer, "audit"));

        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("COMPLETED");
        assertThat(world.isNamed(customer)).isFalse();
        List<JsonNode> told = world.told(LegalHoldChanged.TYPE);
        assertThat(told).extracting(data -> data.path("held").asBoolean()).containsExactly(true, false);
        JsonNode end = told.get(1);
        assertThat(end.path("customerId").asText())
                .isEqualTo(Pseudonym.of(customer).toString());
        assertThat(end.path("ground").asText()).isEqualTo("LITIGATION");
        assertThat(end.path("by").asText()).isEqualTo("job:erasure");
        HttpResponseMessage late = world.hold(customer, REASON);
        assertThat(late.getStatusCode()).isEqualTo(409);
        assertThat(json(late).path("type").asText()).endsWith("/customer-forgotten");
    }

    @Test
    void holds_are_listed_latest_first_page_by_page() {
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            UUID held = Ids.newId();
            world.hold(held, REASON);
            placed.add(0, held.toString());
        }
        List<String> found = new ArrayList<>();
        JsonNode page = world.holds("limit", "2");
        page.path("items").forEach(item -> found.add(item.path("customerId").asText()));
        while (page.has("nextCursor")) {
            page = world.holds("limit", "2", "cursor", page.path("nextCursor").asText());
            page.path("items").forEach(item -> found.add(item.path("customerId").asText()));
        }

        assertThat(found).isEqualTo(placed);
    }

    @Test
    void what_is_not_held_cannot_be_lifted() {
        assertThat(world.lift(customer).getStatusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"reason\":\"x\"} | /ground",
                "{\"ground\":\"GRUDGE\",\"reason\":\"x\"} | /ground",
                "{\"ground\":\"OTHER\"} | /reason",
                "{\"ground\":\"OTHER\",\"reason\":\" \"} | /reason",
                "{\"ground\":\"OTHER\",\"reason\":\"x\",\"until\":1} | /until"
            })
    void a_hold_without_a_ground_or_a_reason_is_pointed_at(String body, String pointer) {
        HttpResponseMessage answer = world.hold(customer, body);

        assertThat(answer.getStatusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void a_reason_is_at_most_500_characters() {
        assertThat(world.hold(customer, "{\"ground\":\"OTHER\",\"reason\":\"" + "x".repeat(501) + "\"}")
                        .getStatusCode())
                .isEqualTo(422);
        assertThat(world.hold(customer, "{\"ground\":\"OTHER\",\"reason\":\"" + "x".repeat(500) + "\"}")
                        .getStatusCode())
                .isEqualTo(200);
    }

    /** The audit keeps what it is told for ten years. */
    @Test
    void the_reason_stays_here_and_is_shown_with_what_it_blocks() {
        UUID erasure = world.request(customer);
        world.hold(customer, REASON);
        world.clock.advance(Duration.ofDays(26));
        world.tick();

        assertThat(world.erasure(erasure).at("/hold/reason").asText()).isEqualTo("case 4711 of Alice Larsen");
        assertThat(world.erasure(erasure).at("/hold/ground").asText()).isEqualTo("LITIGATION");
        assertThat(world.list().toString()).contains("LITIGATION").doesNotContain("Larsen");

        world.lift(customer);

        assertThat(world.erasure(erasure).has("hold")).isFalse();
        assertThat(rows("select payload from outbox")).isNotEmpty().noneMatch(row -> row.contains("Larsen"));
        assertThat(rows("select e::text from erasures e union all select p::text from erasure_parts p"))
                .isNotEmpty()
                .noneMatch(row -> row.contains("Larsen"));
    }

    private static List<String> rows(String sql) {
        return world.database
                .admin()
                .withHandle(handle -> handle.select(sql).mapTo(String.class).list());
    }

    private static JsonNode only(List<JsonNode> nodes) {
        assertThat(nodes).hasSize(1);
        return nodes.get(0);
    }
}
