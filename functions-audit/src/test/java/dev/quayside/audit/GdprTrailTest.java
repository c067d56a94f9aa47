package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.contracts.CustomerEvents.CustomerConsentChanged;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasureCompleted;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import dev.quayside.shared.contracts.GdprEvents.LegalHoldChanged;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was done with a person's data is kept under their pseudonym, and says nothing of them. */
class GdprTrailTest {

    private static AuditWorld world;

    private final UUID customer = Ids.newId();
    private final UUID pseudonym = Pseudonym.of(customer);
    private final UUID erasure = Ids.newId();
    private final Instant now = Instant.now();

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

    private void access(String action, UUID whose) {
        world.messages()
                .auditEvents(
                        List.of(event(new AccessRecorded(
                                "employee:7", action, "order", "o-1", whose, "OK", "203.0.113.77", Instant.now()))),
                        new TestContext());
    }

    private void consent() {
        world.messages()
                .customerEvents(
                        List.of(event(new CustomerConsentChanged(
                                customer, "marketing-email", true, "2026-01", Instant.now()))),
                        new TestContext());
    }

    @Test
    void everything_about_the_person_is_told_newest_first_and_nothing_else() {
        consent();
        access("order.viewed", customer);
        access("order.viewed", Ids.newId());
        world.orders(event(new OrderDelivered(Ids.newId(), customer)));
        world.gdpr(
                new ExportRequested(Ids.newId(), customer, "client:" + customer, now),
                new LegalHoldChanged(customer, true, HoldGround.LITIGATION, "employee:8", now),
                new ErasureRequested(erasure, customer, "employee:9", now));
        world.gdpr(
                new ErasedPart(
                        erasure,
                        pseudonym,
                        "orders",
                        Outcome.DONE,
                        null,
                        List.of(new ErasedTable("orders", 3)),
                        now,
                        now,
                        now),
                new ErasureCompleted(erasure, pseudonym, "c.json", "ab", now));

        JsonNode found = items(world.trail(world.admin(), customer));

        assertThat(found.findValuesAsText("action"))
                .containsExactly(
                        "gdpr.erasure-completed",
                        "gdpr.erased-part",
                        "gdpr.erasure-requested",
                        "gdpr.legal-hold-changed",
                        "gdpr.export-requested",
                        "order.viewed",
                        "customer.consent-changed");
        assertThat(found.findValuesAsText("actor"))
                .containsExactly(
                        "app:orders", "app:orders", "employee:9", "employee:8", "customer", "employee:7", "app:orders");
        assertThat(found.get(1).at("/details/tables/0/rows").asInt()).isEqualTo(3);
        assertThat(found.get(3).at("/details/ground").asText()).isEqualTo("LITIGATION");
        assertThat(found.get(4).at("/details/requestedBy").asText()).isEqualTo("customer");
        assertThat(found.get(6).at("/details/purpose").asText()).isEqualTo("marketing-email");
        assertThat(found.toString()).doesNotContain(customer.toString()).contains(pseudonym.toString());
    }

    @Test
    void the_pseudonym_finds_the_same_and_each_reading_is_in_it() {
        consent();
        String agent = world.tokens.employee("customer-service");

        assertThat(items(world.trail(agent, customer)).findValuesAsText("action"))
                .containsExactly("customer.consent-changed");
        JsonNode again = items(world.trail(world.admin(), pseudonym));
        assertThat(again.findValuesAsText("action")).containsExactly("audit.trail-viewed", "customer.consent-changed");
        assertThat(items(world.trail(agent, customer))).hasSize(3);
        assertThat(items(world.list(world.admin(), "customerId", customer.toString()))
                        .findValuesAsText("action"))
                .contains("audit.trail-viewed");
    }

    @Test
    void an_event_that_comes_twice_is_in_it_once() {
        String message = event(new ErasureRequested(erasure, customer, "client:" + customer, now));
        world.messages().gdprEvents(List.of(message, message), new TestContext());
        world.messages().gdprEvents(List.of(message), new TestContext());

        assertThat(items(world.trail(world.admin(), customer))).hasSize(1);
    }

    @Test
    void fields_that_nobody_knows_are_not_kept() {
        world.messages()
                .gdprEvents(
                        List.of(
                                event(
                                        "n-1" + customer,
                                        "quayside.gdpr.export-mailed.v7",
                                        "x",
                                        AuditWorld.json("""
                                {"customerId":"%s","nickname":"Ada","exportId":"e-1","by":"CLIENT:%s"}""".formatted(
                                                customer, customer.toString().toUpperCase(java.util.Locale.ROOT)))),
                                "not json " + customer),
                        new TestContext());

        JsonNode line = items(world.trail(world.admin(), customer)).get(0);
        assertThat(line.get("action").asText()).isEqualTo("gdpr.export-mailed");
        assertThat(line.get("details").toString()).isEqualTo("{\"by\":\"customer\",\"exportId\":\"e-1\"}");
    }

    @Test
    void what_an_administrator_tells_of_a_customer_is_in_it_without_their_words() {
        String key = Ids.newId().toString();
        world.post("""
                {"action":"customer.called","subjectType":"customer","subjectId":"%s","customerId":"%s",
                "details":{"reason":"Ada was angry"}}""".formatted(customer, customer), world.admin(), key);

        JsonNode line = items(world.trail(world.admin(), customer)).get(0);
        assertThat(line.get("action").asText()).isEqualTo("customer.called");
        assertThat(line.get("subjectId").asText()).isEqualTo(pseudonym.toString());
        assertThat(line.get("details").toString()).isEqualTo("{}");
    }

    @Test
    void pages_follow_one_another_without_overlap_or_gap() {
        String[] bodies = new String[7];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = event(new ExportRequested(Ids.newId(), customer, "employee:1", now))
                    .replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"2026-01-31T12:00:0" + i / 3 + "Z\"");
        }
        world.messages().gdprEvents(List.of(bodies), new TestContext());
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            HttpResponseMessage page = world.trail(world.admin(), customer, "limit", "3", "cursor", cursor);
            items(page).forEach(item -> {
                if (item.get("action").asText().equals("gdpr.export-requested")) {
                    seen.add(item.get("id").asText());
                }
            });
            cursor = body(page).path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void the_database_and_the_app_agree_on_pseudonyms() {
        assertThat(world.count("select (pseudonym_of('%s') = '%s')::int".formatted(customer, pseudonym)))
                .isOne();
    }

    @Test
    void the_app_can_only_add_to_it() {
        for (String right : List.of("UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES")) {
            assertThat(world.count("select has_table_privilege('audit_app', 'gdpr_audit_trail', '" + right + "')::int"))
                    .as(right)
                    .isZero();
        }
    }

    @Test
    void a_page_is_read_from_the_index_however_long_trails_are() {
        world.sql("""
                insert into gdpr_audit_trail
                select gen_random_uuid(), pseudonym_of(md5((i %% 100)::text)::uuid), timestamptz '2026-01-01' + i * interval '1 s',
                    'a', 'b', 'c', 'd', 'OK', '{}', 'api' from generate_series(1, 20000) i
                """.replace("%%", "%"));
        world.sql("analyze gdpr_audit_trail");
        String plan = world.database
                .admin()
                .withHandle(handle -> String.join(
                        "\n", handle.createQuery("""
                explain select * from gdpr_audit_trail where pseudonym = pseudonym_of(md5('7')::uuid)
                    and (occurred_at, id) < ('2026-01-01 04:00Z', gen_random_uuid()) order by occurred_at desc, id desc limit 51
                """).mapTo(String.class).list()));

        assertThat(plan)
                .contains("Index Scan Backward using gdpr_audit_trail_by_person")
                .doesNotContain("Sort");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "cursor=x"})
    void a_parameter_that_makes_no_sense_is_told(String parameter) {
        String[] parts = parameter.split("=", 2);

        assertThat(world.trail(world.admin(), customer, parts[0], parts[1]).getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void clients_order_managers_and_services_do_not_see_it() {
        for (String token : List.of(
                world.tokens.client(customer), world.tokens.employee("order-manager"), world.tokens.service())) {
            assertThat(world.trail(token, customer).getStatusCode()).isEqualTo(403);
        }
    }
}
