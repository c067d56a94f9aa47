package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import dev.quayside.shared.contracts.GdprEvents.LegalHoldChanged;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.RegisterRules;
import dev.quayside.shared.testing.TestContext;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit's part in exports and erasures: nothing of the person stays, and the chain holds. */
class ErasureTest {

    private final UUID customer = Ids.newId();
    private final UUID other = Ids.newId();
    private final UUID erasure = Ids.newId();

    private AuditWorld world;

    @BeforeEach
    void open() {
        world = new AuditWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void live(UUID whose) {
        world.orders(
                event(new OrderDelivered(Ids.newId(), whose)),
                event(new OrderCancelled(Ids.newId(), whose, "client:" + whose)));
        world.messages()
                .auditEvents(
                        List.of(event(new AccessRecorded(
                                "employee:7",
                                "customer.viewed",
                                "customer",
                                whose.toString(),
                                whose,
                                "OK",
                                "203.0.113.77",
                                Instant.now()))),
                        new TestContext());
        world.gdpr(new ErasureRequested(erasure, whose, "client:" + whose, Instant.now()));
    }

    private void erase() {
        world.gdprPart(world.partRequested(erasure, customer));
    }

    private JsonNode answer(String type) {
        return AuditWorld.json(world.database
                        .admin()
                        .withHandle(handle -> handle.createQuery(
                                        "select payload from outbox where type like :type order by seq desc limit 1")
                                .bind("type", "%" + type + "%")
                                .mapTo(String.class)
                                .one()))
                .get("data");
    }

    private long leftOf(UUID whose) {
        return world.count("select count(*) from audit_logs where audit_logs::text ilike '%" + whose + "%'")
                + world.count("select count(*) from gdpr_audit_trail t where t::text ilike '%" + whose + "%'");
    }

    private void assertIntact(int erased) {
        JsonNode report = body(world.verify(world.admin()));
        assertThat(report.path("intact").asBoolean()).as(report.toString()).isTrue();
        int found = 0;
        for (JsonNode stream : report.get("streams")) {
            found += stream.get("erased").asInt();
        }
        assertThat(found).isEqualTo(erased);
    }

    @Test
    void every_column_is_registered() {
        RegisterRules.everyColumnIsRegistered(world.database);
    }

    @Test
    void what_belongs_to_a_customer_can_be_looked_up() {
        RegisterRules.rowsCanBeLookedUp(world.database);
    }

    @Test
    void content_and_salt_of_the_person_go_the_chain_holds_and_nobody_else_loses_anything() {
        live(customer);
        live(other);
        erase();

        assertThat(leftOf(customer)).isZero();
        assertThat(world.count("select count(*) from audit_logs where customer_id = '" + other + "'"))
                .isEqualTo(4);
        assertThat(world.count("select count(*) from audit_logs where salt is null"))
                .isEqualTo(4);
        assertIntact(4);
        JsonNode done = answer("erased-part");
        assertThat(done.get("outcome").asText()).isEqualTo("DONE");
        assertThat(done.at("/tables/0/table").asText()).isEqualTo("audit_logs");
        assertThat(done.at("/tables/0/rows").asLong()).isEqualTo(4);
    }

    @Test
    void the_trail_stays_and_is_found_by_both_names() {
        live(customer);
        erase();

        for (UUID name : List.of(customer, Pseudonym.of(customer))) {
            assertThat(body(world.trail(world.admin(), name)).get("items").findValuesAsText("action"))
                    .contains("gdpr.erasure-requested", "customer.viewed");
        }
        assertThat(leftOf(customer)).isZero();
    }

    @Test
    void asked_again_it_erases_nothing_and_tells_the_same() {
        live(customer);
        erase();
        JsonNode first = answer("erased-part");
        erase();

        assertThat(answer("erased-part").get("tables")).isEqualTo(first.get("tables"));
        assertIntact(4);
    }

    @Test
    void what_comes_late_is_recorded_without_the_person() {
        live(customer);
        erase();
        UUID order = Ids.newId();
        world.orders(
                event(new OrderCancelled(order, customer, "client:" + customer)),
                event(new OrderDelivered(Ids.newId(), other)));
        world.gdpr(new ExportRequested(Ids.newId(), customer, "employee:3", Instant.now()));
        world.list(world.admin(), "customerId", customer.toString());
        world.post("""
                {"action":"customer.called","subjectType":"customer","subjectId":"%s","customerId":"%s",
                "details":{"said":"it is Ada"}}""".formatted(customer, customer), world.admin(), Ids.newId().toString());

        assertThat(leftOf(customer)).isZero();
        assertThat(world.count("select count(*) from idempotency_keys where body like '%" + customer + "%'"))
                .isZero();
        // After the two that were erased, and the one that says so.
        Map<String, Object> late = world.rows("order-events").get(3);
        assertThat(late)
                .containsEntry("actor", "customer")
                .containsEntry("action", "order.cancelled")
                .containsEntry("subject_id", order.toString())
                .containsEntry("customer_id", Pseudonym.of(customer))
                .containsEntry("json", "{\"withheld\": \"the customer was erased\"}");
        assertThat(world.rows("order-events").get(4)).containsEntry("customer_id", other);
        assertThat(body(world.trail(world.admin(), customer)).get("items").findValuesAsText("action"))
                .contains("gdpr.export-requested", "audit.viewed", "customer.called");
        assertIntact(4);
    }

    @Test
    void the_trail_shows_that_a_hold_ended_also_if_that_is_told_after_the_erasure() {
        live(customer);
        world.gdpr(new LegalHoldChanged(customer, true, HoldGround.LITIGATION, "employee:8", Instant.now()));
        erase();
        world.gdpr(new LegalHoldChanged(
                Pseudonym.of(customer), false, HoldGround.LITIGATION, "job:erasure", Instant.now()));

        List<JsonNode> holds = new ArrayList<>();
        body(world.trail(world.admin(), customer)).get("items").forEach(line -> {
            if (line.get("action").asText().equals("gdpr.legal-hold-changed")) {
                holds.add(line);
            }
        });
        assertThat(holds)
                .extracting(line -> line.get("actor").asText() + " "
                        + line.at("/details/held").asText() + " "
                        + line.at("/details/ground").asText())
                .containsExactly("job:erasure false LITIGATION", "employee:8 true LITIGATION");
        assertThat(holds.get(0).get("subjectId").asText())
                .isEqualTo(Pseudonym.of(customer).toString());
        assertThat(leftOf(customer)).isZero();
        assertIntact(5);
    }

    @Test
    void events_that_come_while_it_is_erased_leave_nothing_of_the_person() throws Exception {
        Runnable deliveries = () -> IntStream.range(0, 40)
                .forEach(batch -> world.orders(IntStream.range(0, 5)
                        .mapToObj(each -> event(new OrderDelivered(Ids.newId(), customer)))
                        .toArray(String[]::new)));
        AtOnce.run(List.of(deliveries, deliveries, deliveries, this::erase));

        assertThat(leftOf(customer)).isZero();
        assertThat(world.count("select count(*) from audit_logs where action is distinct from 'audit.entries-erased'"))
                .isEqualTo(600);
        assertThat(body(world.verify(world.admin())).path("intact").asBoolean()).isTrue();
    }

    @Test
    void other_apps_parts_are_not_its_own() {
        live(customer);
        world.gdprPart(new ErasurePartRequested(
                erasure,
                customer,
                "orders",
                Instant.now(),
                world.clock.instant().plusSeconds(300)));

        assertThat(world.count("select count(*) from erased_customers")).isZero();
        assertIntact(0);
    }

    @Test
    void the_app_erases_nobody_whose_erasure_has_not_begun() {
        live(customer);
        int erased = world.database
                .database()
                .withHandle(handle -> handle.createQuery("select erase_entries(:customer, :customer, 10)")
                        .bind("customer", customer)
                        .mapTo(Integer.class)
                        .one());

        assertThat(erased).isZero();
        assertIntact(0);
    }

    @Test
    void an_export_has_the_entries_and_the_trail_without_salts() throws Exception {
        live(customer);
        live(other);
        UUID export = Ids.newId();
        world.gdprPart(new ExportRequested(export, customer, "client:" + customer, Instant.now()));

        JsonNode ready = answer("export-part-ready");
        assertThat(ready.get("rows").asLong()).isEqualTo(6);
        try (InputStream blob = new BlobStore(world.settings.blobs())
                .read("gdpr-parts", ready.get("blob").asText())
                .orElseThrow()) {
            String part = new String(blob.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(part).contains("order.cancelled", "erasure-requested").doesNotContain("salt", other.toString());
        }
    }
}
