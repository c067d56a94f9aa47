package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.CUSTOMER;
import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.OrderEvents.OrderPaid;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers record and read. */
class AuditHttpTest {

    private static final String BODY = """
            {"action":"customer.viewed","subjectType":"customer","subjectId":"c-1","customerId":"%s",
            "address":"2001:db8:7:8::9","details":{"note":"asked by ada@example.org","phone":"+4930123456"}}""".formatted(CUSTOMER);

    private static AuditWorld world;
    private final String key = Ids.newId().toString();

    @BeforeAll
    static void open() {
        world = new AuditWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static JsonNode items(HttpResponseMessage response) {
        assertThat(response.getStatusCode()).as((String) response.getBody()).isEqualTo(200);
        return body(response).get("items");
    }

    @Test
    void an_administrator_records_what_is_then_found_masked() {
        HttpResponseMessage response = world.post(BODY, world.admin(), key);

        assertThat(response.getStatusCode()).as((String) response.getBody()).isEqualTo(201);
        assertThat((String) response.getBody())
                .doesNotContain("ada@example.org", "4930123456", "2001:db8:7:8::9")
                .contains("2001:db8:7::/48");
        JsonNode found = items(world.list(world.admin(), "subjectType", "customer", "subjectId", "c-1"));
        assertThat(found.findValuesAsText("id"))
                .contains(body(response).get("id").asText());
        assertThat(response.getHeader("Location")).isEqualTo("/api/v1/audit/logs?subjectType=customer&subjectId=c-1");
    }

    @Test
    void the_same_key_records_once_and_gets_the_same_answer() {
        String body = BODY.replace("c-1", key);
        HttpResponseMessage first = world.post(body, world.admin(), key);
        HttpResponseMessage second = world.post(body, world.admin(), key);

        assertThat(second.getBody()).isEqualTo(first.getBody());
        assertThat(second.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(items(world.list(world.admin(), "subjectType", "customer", "subjectId", key)))
                .hasSize(1);
        assertThat(world.post(BODY, world.admin(), key).getStatusCode()).isEqualTo(422);
        assertThat(world.post(BODY, world.admin(), null).getStatusCode()).isEqualTo(400);
    }

    @Test
    void a_service_tells_what_somebody_else_did_and_an_administrator_only_what_they_do() {
        String body = BODY.replaceFirst("\\{", "{\"actor\":\"employee:7\",");

        JsonNode told = body(world.post(body, world.tokens.service(), key));
        assertThat(told.get("actor").asText()).isEqualTo("employee:7");
        assertThat(told.at("/details/recordedBy").asText()).startsWith("service:");
        HttpResponseMessage refused = world.post(body, world.admin(), key);
        assertThat(refused.getStatusCode()).isEqualTo(422);
        assertThat(body(refused).at("/errors/0/pointer").asText()).isEqualTo("/actor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"action\":\"customer.viewed\"|\"action\":\"No Word\"|/action",
                "\"action\":\"customer.viewed\",||/action",
                "\"subjectType\":\"customer\"|\"subjectType\":\"<b>\"|/subjectType",
                "\"subjectId\":\"c-1\"|\"subjectId\":\" \"|/subjectId",
                "\"subjectId\":\"c-1\"|\"result\":\"\",\"subjectId\":\"c-1\"|/result",
                "2001:db8:7:8::9|localhost|/address",
                "0190a000-0000-7000-8000-000000000001|` `|/customerId",
                "0190a000-0000-7000-8000-000000000001||/customerId",
                "\"note\":\"asked by ada@example.org\"|\"a/b~c\":\"\"|/details/a~1b~0c",
                "\"note\":\"asked by ada@example.org\"|\"note\":null|/details/note",
                "\"note\":\"asked by ada@example.org\"|\"note\":\"\\u0000\"|/details/note",
                "\"note\":\"asked by ada@example.org\"|\"note\":{}|/details/note"
            })
    void what_is_wrong_with_an_entry_is_told_at_its_place(String right, String wrong, String pointer) {
        HttpResponseMessage response = world.post(BODY.replace(right, wrong == null ? "" : wrong), world.admin(), key);

        assertThat(response.getStatusCode()).as((String) response.getBody()).isEqualTo(422);
        assertThat(body(response).get("errors").findValuesAsText("pointer")).contains(pointer);
    }

    @Test
    void customer_service_sees_the_trail_of_one_customer_and_that_is_recorded() {
        UUID customer = Ids.newId();
        UUID order = Ids.newId();
        world.orders(
                event(new OrderPaid(order, customer, Money.of(1, "EUR"), Ids.newId())),
                event(new OrderPaid(Ids.newId(), Ids.newId(), Money.of(1, "EUR"), Ids.newId())));
        String agent = world.tokens.employee("customer-service");

        JsonNode trail = items(world.list(agent, "customerId", customer.toString()));
        assertThat(trail.findValuesAsText("subjectId")).containsExactly(order.toString());
        JsonNode again = items(world.list(agent, "customerId", customer.toString()));
        assertThat(again.findValuesAsText("action")).containsExactly("audit.viewed", "order.paid");
        assertThat(again.get(0).get("actor").asText()).startsWith("employee:");

        HttpResponseMessage all = world.list(agent);
        assertThat(all.getStatusCode()).isEqualTo(400);
        assertThat(body(all).at("/errors/0/parameter").asText()).isEqualTo("customerId");
    }

    @Test
    void each_filter_finds_its_own() {
        UUID order = Ids.newId();
        world.orders(event(new OrderPaid(order, CUSTOMER, Money.of(1, "EUR"), Ids.newId())));
        String[] subject = {"subjectType", "order", "subjectId", order.toString()};
        JsonNode entry = items(world.list(world.admin(), subject)).get(0);
        String at = entry.get("at").asText();

        for (String[] filter : List.of(
                new String[] {"actor", "app:orders"},
                new String[] {"action", "order.paid"},
                new String[] {"actor", "app:orders", "action", "order.paid"},
                new String[] {"traceId", "4bf92f3577b34da6a3ce929d0e0e4736"},
                new String[] {"customerId", CUSTOMER.toString()},
                new String[] {"from", at})) {
            assertThat(items(world.list(world.admin(), filter)).findValuesAsText("id"))
                    .as(String.join(" ", filter))
                    .contains(entry.get("id").asText());
        }
        List<String> before = new ArrayList<>(List.of(subject));
        before.addAll(List.of("to", at));
        assertThat(items(world.list(world.admin(), before.toArray(String[]::new))))
                .isEmpty();
        assertThat(items(world.list(world.admin(), "actor", "nobody"))).isEmpty();
    }

    @Test
    void pages_follow_one_another_without_overlap_or_gap() {
        String[] bodies = new String[25];
        UUID customer = Ids.newId();
        for (int i = 0; i < bodies.length; i++) {
            // equal times: the id decides
            bodies[i] = event(new OrderPaid(Ids.newId(), customer, Money.of(1, "EUR"), Ids.newId()))
                    .replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"2026-01-31T12:00:0" + i / 10 + "Z\"");
        }
        world.orders(bodies);
        String[] query = {"customerId", customer.toString(), "action", "order.paid", "limit", "10", "cursor", ""};
        List<String> seen = new ArrayList<>();
        List<String> times = new ArrayList<>();
        do {
            HttpResponseMessage page = world.list(world.admin(), query);
            seen.addAll(items(page).findValuesAsText("id"));
            items(page).forEach(item -> times.add(item.get("at").asText()));
            query[7] = body(page).path("nextCursor").asText();
        } while (!query[7].isEmpty());

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(times).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "subjectType=order",
                "subjectId=1",
                "customerId=1",
                "from=yesterday",
                "to=1",
                "limit=0",
                "limit=201",
                "cursor=x",
                "actor=\u0000"
            })
    void a_parameter_that_makes_no_sense_is_told(String parameter) {
        String[] parts = parameter.split("=", 2);

        assertThat(world.list(world.admin(), parts[0], parts[1]).getStatusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream=orders", "after=5", "after=-1", "limit=0", "limit=100001", "from=x"})
    void a_verification_of_what_is_not_there_is_told(String parameter) {
        String[] parts = parameter.split("=", 2);

        assertThat(world.verify(world.admin(), parts[0], parts[1]).getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void only_administrators_and_services_record_and_only_administrators_verify_and_export() {
        String agent = world.tokens.employee("customer-service");
        assertThat(world.post(BODY, agent, key).getStatusCode()).isEqualTo(403);
        assertThat(world.post(BODY, world.tokens.client(CUSTOMER), key).getStatusCode())
                .isEqualTo(403);
        assertThat(world.verify(agent).getStatusCode()).isEqualTo(403);
        assertThat(world.export(agent, "stream", "api").getStatusCode()).isEqualTo(403);
        assertThat(world.list(world.tokens.client(CUSTOMER)).getStatusCode()).isEqualTo(403);
    }

    @Test
    void an_export_needs_a_stream_and_a_place_that_is_there() {
        assertThat(world.export(world.admin()).getStatusCode()).isEqualTo(400);
        assertThat(world.export(world.admin(), "stream", "catalog-events", "after", "7")
                        .getStatusCode())
                .isEqualTo(400);
    }
}
