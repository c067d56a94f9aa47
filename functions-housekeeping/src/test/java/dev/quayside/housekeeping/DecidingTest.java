package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.HousekeepingWorld.CATALOG;
import static dev.quayside.housekeeping.HousekeepingWorld.PLACED;
import static dev.quayside.housekeeping.HousekeepingWorld.json;
import static dev.quayside.housekeeping.HousekeepingWorld.orderPlaced;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What admins decide of dead letters. */
class DecidingTest {

    private static HousekeepingWorld world;

    @BeforeAll
    static void open() {
        world = new HousekeepingWorld();
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
    void a_dead_letter_is_sent_again_under_a_new_message_id_and_else_as_it_was() {
        UUID order = Ids.newId();
        UUID customer = Ids.newId();
        String body = orderPlaced("e-1", order, customer);
        UUID id = world.kept(world.death().of(body));

        HttpResponseMessage answer = world.resubmit(id, "{\"reason\":\"the catalog was mended\"}");

        assertThat(answer.getStatusCode()).isEqualTo(200);
        JsonNode decision = json(answer).path("decision");
        assertThat(json(answer).path("state").asText()).isEqualTo("RESUBMITTED");
        assertThat(decision.path("by").asText()).startsWith("employee:");
        assertThat(decision.path("reason").asText()).isEqualTo("the catalog was mended");
        assertThat(decision.path("edited").asBoolean()).isFalse();
        Map<String, Object> sent = world.waiting("order-events").get(0);
        assertThat(sent)
                .containsEntry("payload", body)
                .containsEntry("type", PLACED)
                .containsEntry("subject", "the-order")
                .containsEntry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(sent.get("event_id").toString())
                .isEqualTo(decision.path("messageId").asText())
                .isNotEqualTo("e-1");
    }

    @Test
    void a_decision_is_recorded_with_who_and_from_where() {
        UUID customer = Ids.newId();
        UUID sent = world.kept(world.death().of(orderPlaced("e-1", Ids.newId(), customer)));
        UUID discarded = world.kept(world.death());

        world.resubmit(sent, "{}");
        world.discard(discarded, "{\"reason\":\"sent by a test\"}");

        JsonNode record = world.recorded(sent);
        assertThat(record.path("action").asText()).isEqualTo("dead-letter.resubmitted");
        assertThat(record.path("subjectType").asText()).isEqualTo("dead-letter");
        assertThat(record.path("customerId").asText()).isEqualTo(customer.toString());
        assertThat(record.path("actor").asText()).startsWith("employee:");
        assertThat(record.path("address").asText()).isEqualTo("192.0.2.7");
        assertThat(world.recorded(discarded).path("action").asText()).isEqualTo("dead-letter.discarded");
    }

    @Test
    void one_is_shown_whole_and_whoever_saw_it_is_on_record() {
        UUID customer = Ids.newId();
        String body = orderPlaced("e-1", Ids.newId(), customer);
        UUID id = world.kept(world.death().of(body));

        JsonNode letter = json(world.one(id));

        assertThat(letter.path("body").asText()).isEqualTo(body);
        assertThat(letter.has("bodyBase64")).isFalse();
        JsonNode record = world.recorded(id);
        assertThat(record.path("action").asText()).isEqualTo("dead-letter.viewed");
        assertThat(record.path("customerId").asText()).isEqualTo(customer.toString());
    }

    @Test
    void one_that_is_no_text_is_shown_as_base64() {
        UUID id = world.kept(world.death().of(new byte[] {(byte) 0xff, 0}));

        JsonNode letter = json(world.one(id));

        assertThat(letter.has("body")).isFalse();
        assertThat(letter.path("bodyBase64").asText()).isEqualTo("/wA=");
    }

    @Test
    void one_that_is_not_there_is_404_and_on_no_record() {
        assertProblem(world.one(Ids.newId()), 404, "not-found");
        assertThat(world.recorded()).isEmpty();
    }

    @Test
    void a_repeated_request_gets_the_same_answer_and_sends_once() {
        UUID id = world.kept(world.death());

        HttpResponseMessage first = world.resubmit(id, "{}", "key");
        HttpResponseMessage second = world.resubmit(id, "{}", "key");

        assertThat(second.getBody()).isEqualTo(first.getBody());
        assertThat(second.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(world.waiting("order-events")).hasSize(1);
    }

    @Test
    void twenty_who_send_it_again_at_once_send_it_once() throws Exception {
        UUID id = world.kept(world.death());
        List<Integer> statuses = AtOnce.call(20, () -> world.resubmit(id, "{}").getStatusCode());

        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(world.waiting("order-events")).hasSize(1);
    }

    @Test
    void an_edited_event_is_sent_in_place_of_what_died() {
        UUID id = world.kept(world.death().of("{broken"));
        String mended = orderPlaced("e-2", Ids.newId(), Ids.newId());

        HttpResponseMessage answer = world.resubmit(id, Json.write(Map.of("body", mended)));

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(json(answer).at("/decision/edited").asBoolean()).isTrue();
        assertThat(json(answer).path("bodyBytes").asInt()).isEqualTo(7);
        assertThat(world.waiting("order-events").get(0)).containsEntry("payload", mended);
        assertThat((String) answer.getBody()).doesNotContain("Alice");
    }

    @Test
    void an_edited_order_for_the_queue_is_sent_without_what_only_events_have() {
        UUID id = world.kept(world.death().in("orders-queue").with("{}").of("{\"lines\":"));

        assertThat(world.resubmit(id, "{\"body\":\"{\\\"lines\\\":[]}\"}").getStatusCode())
                .isEqualTo(200);
        assertThat(world.waiting("orders-queue").get(0))
                .containsEntry("payload", "{\"lines\":[]}")
                .containsEntry("type", "")
                .containsEntry("subject", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | is no event",
                "{\"specversion\":\"1.0\",\"id\":\"e-2\",\"type\":\"t\",\"data\":{}} | must keep the event's id",
                "{\"specversion\":\"1.0\",\"id\":\"e-1\",\"type\":\"t\",\"data\":{\"a\":\"***\"}} | has ***",
                "{\"specversion\":\"1.0\",\"id\":\"e-1\",\"type\":\"t\"} | is no event"
            })
    void an_edit_that_will_not_do_is_refused_and_changes_nothing(String edited, String message) {
        UUID id = world.kept(world.death().of(orderPlaced("e-1", Ids.newId(), Ids.newId())));

        HttpResponseMessage answer = world.resubmit(id, Json.write(Map.of("body", edited)));

        assertThat(answer.getStatusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo("/body");
        assertThat(json(answer).at("/errors/0/message").asText()).startsWith(message);
        assertUndecided(id);
    }

    @Test
    void an_edit_that_service_bus_would_not_take_is_refused() {
        UUID id = world.kept(world.death().in("orders-queue"));

        for (String large : List.of("\"" + "x".repeat(200_000) + "\"", "\"" + "\u20ac".repeat(70_000) + "\"")) {
            HttpResponseMessage answer = world.resubmit(id, Json.write(Map.of("body", large)));
            assertThat(answer.getStatusCode()).isEqualTo(422);
            assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo("/body");
        }
        assertThat(world.resubmit(id, "{\"body\":\"{\\\"a\\\":\"}").getStatusCode())
                .isEqualTo(422);
        assertUndecided(id);
    }

    @Test
    void what_is_decided_stays_decided() {
        UUID sent = world.kept(world.death());
        UUID discarded = world.kept(world.death());
        world.resubmit(sent, "{}");
        world.discard(discarded, "{\"reason\":\"test\"}");

        for (UUID id : List.of(sent, discarded)) {
            assertProblem(world.resubmit(id, "{}"), 409, "dead-letter-decided");
            assertProblem(world.discard(id, "{\"reason\":\"test\"}"), 409, "dead-letter-decided");
        }
        assertThat(world.waiting("order-events")).hasSize(1);
    }

    @Test
    void what_died_where_nobody_knows_is_not_sent_anywhere() {
        for (String source : List.of("nowhere", "nowhere/Subscriptions/catalog", "dead-letters", "order-events")) {
            UUID id = world.kept(world.death().in(source));
            assertProblem(world.resubmit(id, "{}"), 409, "dead-letter-of-unknown-source");
        }
    }

    @Test
    void what_others_may_have_forgotten_is_not_sent_again() {
        Instant now = Instant.now();
        UUID old = world.kept(world.death().at(now.minus(Duration.ofDays(13).plusSeconds(1))));
        UUID young = world.kept(world.death().at(now.minus(Duration.ofDays(13).minusMinutes(1))));
        UUID order = world.kept(world.death().in("orders-queue").at(now.minus(Duration.ofDays(100))));

        assertProblem(world.resubmit(old, "{}"), 409, "dead-letter-too-old");
        assertThat(world.resubmit(young, "{}").getStatusCode()).isEqualTo(200);
        assertThat(world.resubmit(order, "{}").getStatusCode()).isEqualTo(200);
    }

    @Test
    void what_is_no_text_is_sent_only_after_an_edit() {
        UUID id = world.kept(world.death().of(new byte[] {(byte) 0xff}));

        assertProblem(world.resubmit(id, "{}"), 409, "dead-letter-not-text");
        String mended = orderPlaced("e-1", Ids.newId(), Ids.newId());
        assertThat(world.resubmit(id, Json.write(Map.of("body", mended))).getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void if_the_message_cannot_be_written_nothing_is_decided() {
        UUID id = world.kept(world.death());
        world.database.admin().useHandle(handle -> handle.execute("alter table outbox rename to away"));
        try {
            assertThat(world.resubmit(id, "{}", "key").getStatusCode()).isEqualTo(500);
        } finally {
            world.database.admin().useHandle(handle -> handle.execute("alter table away rename to outbox"));
        }

        assertUndecided(id);
        assertThat(world.resubmit(id, "{}", "key").getStatusCode()).isEqualTo(200);
    }

    @Test
    void a_discarded_letter_stays_to_be_seen_with_its_reason() {
        UUID id = world.kept(world.death());

        HttpResponseMessage answer = world.discard(id, "{\"reason\":\"sent by a test\"}");

        assertThat(answer.getStatusCode()).isEqualTo(200);
        JsonNode listed = world.list("state", "DISCARDED").at("/items/0");
        assertThat(listed.path("id").asText()).isEqualTo(id.toString());
        assertThat(listed.at("/decision/reason").asText()).isEqualTo("sent by a test");
        assertThat(world.waiting("order-events")).isEmpty();
    }

    @Test
    void a_letter_is_not_discarded_without_a_reason() {
        UUID id = world.kept(world.death());

        HttpResponseMessage answer = world.discard(id, "{}");

        assertThat(answer.getStatusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo("/reason");
        assertUndecided(id);
    }

    @Test
    void a_letter_that_is_not_there_is_404_and_a_missing_key_400() {
        UUID nobody = Ids.newId();
        assertProblem(world.resubmit(nobody, "{}"), 404, "not-found");
        assertProblem(world.discard(nobody, "{\"reason\":\"test\"}"), 404, "not-found");
        TestRequest keyless = TestRequest.post("v1/admin/dead-letters/resubmit", "{\"source\":\"orders-queue\"}")
                .as(world.admin());
        assertProblem(world.http().resubmitKind(keyless, new TestContext()), 400, "idempotency-key-missing");
    }

    @Test
    void nobody_but_an_admin_sees_or_decides() {
        UUID id = world.kept(world.death());
        for (String token : List.of(
                world.tokens.client(Ids.newId()),
                world.tokens.employee("order-manager"),
                world.tokens.employee("customer-service"),
                world.tokens.service())) {
            TestRequest list = TestRequest.get("v1/admin/dead-letters").as(token);
            assertThat(world.http().list(list, new TestContext()).getStatusCode())
                    .isEqualTo(403);
            TestRequest send = TestRequest.post("v1/admin/dead-letters/" + id + "/resubmit", "{}")
                    .as(token)
                    .key("key");
            assertThat(world.http()
                            .resubmit(send, id.toString(), new TestContext())
                            .getStatusCode())
                    .isEqualTo(403);
        }
        assertUndecided(id);
    }

    @ParameterizedTest
    @CsvSource({
        CATALOG + ", order-events",
        "payment-events/subscriptions/orders, payment-events",
        "catalog-events/SUBSCRIPTIONS/orders, catalog-events",
        "audit-events/Subscriptions/audit, audit-events",
        "orders-queue, orders-queue"
    })
    void what_died_goes_back_to_where_it_came_from(String source, String entity) {
        UUID id = world.kept(world.death().in(source));

        assertThat(world.resubmit(id, "{}").getStatusCode()).isEqualTo(200);
        assertThat(world.waiting(entity)).anyMatch(row -> row.get("payload").equals("not json"));
    }

    private static void assertUndecided(UUID id) {
        JsonNode open = world.list("state", "OPEN").path("items");
        assertThat(open).anyMatch(letter -> letter.path("id").asText().equals(id.toString()));
        assertThat(world.waiting("order-events")).isEmpty();
        assertThat(world.recorded())
                .extracting(data -> data.path("action").asText())
                .containsOnly("dead-letters.listed");
    }

    private static void assertProblem(HttpResponseMessage answer, int status, String slug) {
        assertThat(answer.getStatusCode()).as("%s", answer.getBody()).isEqualTo(status);
        assertThat(json(answer).path("type").asText()).endsWith("/" + slug);
    }
}
