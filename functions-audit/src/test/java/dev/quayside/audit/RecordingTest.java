package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.CUSTOMER;
import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static dev.quayside.audit.AuditWorld.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.contracts.CustomerEvents.Contact;
import dev.quayside.shared.contracts.CustomerEvents.CustomerRegistered;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderConfirmed;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of topics become entries: each once, none refused, nothing personal in clear. */
class RecordingTest {

    private AuditWorld world;

    @BeforeEach
    void open() {
        world = new AuditWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static String confirmed() {
        return event(new OrderConfirmed(Ids.newId(), CUSTOMER, "s-1", "t-1"));
    }

    private void assertIntact() {
        JsonNode report = body(world.verify(world.admin()));
        assertThat(report.path("intact").asBoolean()).as(report.toString()).isTrue();
    }

    @Test
    void an_event_is_recorded_with_who_what_on_what_when_and_trace() {
        UUID order = Ids.newId();
        world.orders(event(new OrderCancelled(order, CUSTOMER, "client:" + CUSTOMER)));

        Map<String, Object> row = world.rows("order-events").get(0);
        assertThat(row)
                .containsEntry("actor", "client:" + CUSTOMER)
                .containsEntry("action", "order.cancelled")
                .containsEntry("subject_type", "order")
                .containsEntry("subject_id", order.toString())
                .containsEntry("customer_id", CUSTOMER)
                .containsEntry("result", "OK")
                .containsEntry("topic", "order-events")
                .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
                .containsEntry("seq", 1L);
        assertIntact();
    }

    @Test
    void an_access_is_recorded_with_its_actor_and_the_network_it_came_from() {
        String access = event(new AccessRecorded(
                "employee:7",
                "customer.viewed",
                "customer",
                CUSTOMER.toString(),
                CUSTOMER,
                "OK",
                "203.0.113.77",
                Instant.now()));
        world.messages().auditEvents(List.of(access), new TestContext());

        Map<String, Object> row = world.rows("audit-events").get(0);
        assertThat(row)
                .containsEntry("actor", "employee:7")
                .containsEntry("action", "customer.viewed")
                .containsEntry("address", "203.0.113.0/24");
        assertThat(row.values().toString()).doesNotContain("203.0.113.77");
    }

    @Test
    void the_contact_of_a_customer_is_masked_before_it_is_stored() {
        Contact contact = new Contact("Alice Larsen", "alice@example.com", "+4930123456", "de-DE", "Europe/Berlin");
        world.messages()
                .customerEvents(
                        List.of(event(new CustomerRegistered(CUSTOMER, contact, 1, Instant.now()))), new TestContext());

        String dump = world.database
                .admin()
                .withHandle(handle -> String.join(
                        "\n",
                        handle.createQuery(
                                        "select audit_logs::text from audit_logs union all select inbox::text from inbox")
                                .mapTo(String.class)
                                .list()));
        assertThat(dump).doesNotContain("Alice", "alice", "4930123456").contains("de-DE", CUSTOMER.toString());
    }

    @Test
    void a_message_delivered_twice_in_a_batch_and_again_is_recorded_once() {
        String message = confirmed();
        world.orders(message, confirmed(), message);
        world.orders(message);

        assertThat(world.rows("order-events")).hasSize(2);
        assertIntact();
    }

    @Test
    void batches_at_once_with_the_same_messages_record_each_once_without_a_gap() throws Exception {
        List<String> messages =
                IntStream.range(0, 40).mapToObj(i -> confirmed()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> deliveries = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                List<String> some = messages.subList(i, i + 20);
                deliveries.add(threads.submit(() -> world.messages().orderEvents(some, new TestContext())));
            }
            for (Future<?> delivery : deliveries) {
                delivery.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(world.rows("order-events"))
                .extracting(row -> row.get("seq"))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 35).mapToObj(Long::valueOf).toList());
        assertIntact();
    }

    @Test
    void what_nobody_can_read_is_kept_masked_and_its_neighbours_are_recorded() {
        List<String> bodies = List.of(
                confirmed(),
                "",
                "not json, mail ada@example.org",
                "{\"name\":\"Ada Lovelace\",\"half\":",
                "null",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"email\":\"ada@example.org\"}",
                "[".repeat(2_000),
                "{\"specversion\":\"1.0\",\"id\":\"deep\",\"type\":\"t\",\"data\":" + "[".repeat(500) + "]".repeat(500)
                        + "}",
                "\u0000\ud83d",
                confirmed());
        world.messages().orderEvents(bodies, new TestContext());
        world.messages().orderEvents(bodies, new TestContext());

        List<Map<String, Object>> rows = world.rows("order-events");
        assertThat(rows).hasSize(10);
        assertThat(rows)
                .filteredOn(row -> row.get("action").equals("message.unreadable"))
                .hasSize(8);
        assertThat(rows.toString()).doesNotContain("ada@example.org", "Lovelace");
        assertIntact();
    }

    @Test
    void unknown_types_and_newer_versions_are_recorded_as_far_as_they_are_understood() {
        JsonNode data = json("{\"orderId\":\"o-1\",\"customerId\":\"" + CUSTOMER
                + "\",\"odd\":[1.10,1e22,-0.0,1e400,12345678901234567890,\"\\u0000\\ud83d\",4111111111111111]}");
        world.orders(
                event("1", "quayside.order.placed.v2", "o-1", data),
                event("2", "quayside.order.teleported.v1", "o-2", data),
                event("3", "com.example.Foreign", null, json("17")),
                event("x".repeat(3_000), "quayside." + "y".repeat(3_000) + ".v1", "z".repeat(3_000), json("{}")),
                event("ada@example.org", "t", "bob@example.org", json("null")));

        List<Map<String, Object>> rows = world.rows("order-events");
        assertThat(rows)
                .extracting(row -> row.get("action"))
                .startsWith("order.placed", "order.teleported", "com.example.Foreign")
                .doesNotContain("message.unreadable");
        assertThat(rows.get(0)).containsEntry("customer_id", CUSTOMER);
        assertThat(rows.toString() + world.count("select count(*) from inbox where message_id like '%@%'"))
                .doesNotContain("@example.org", "4111111111111111")
                .endsWith("0");
        assertIntact();
    }

    @Test
    void a_message_that_the_database_refuses_is_kept_as_unreadable_and_draws_nobody_with_it() {
        world.sql("alter table audit_logs add check (action <> 'order.refused')");
        String refused = event("1", "quayside.order.refused.v1", "o-1", json("{\"email\":\"ada@example.org\"}"));

        world.orders(confirmed(), refused, confirmed());
        world.orders(refused);

        assertThat(world.rows("order-events"))
                .extracting(row -> row.get("action"))
                .containsExactly("order.confirmed", "message.unreadable", "order.confirmed");
        assertThat(world.rows("order-events").toString()).doesNotContain("ada@example.org");
        assertIntact();
    }

    @Test
    void the_sweep_forgets_all_messages_that_can_no_longer_come_again() {
        world.orders(confirmed());
        world.sql("insert into inbox select 'order-events', i::text, now() - interval '15 days'"
                + " from generate_series(1, 4500) i");

        new AuditHealth(world.lazy()).sweepOutbox("{}", new TestContext());

        assertThat(world.count("select count(*) from inbox")).isEqualTo(1);
    }

    @Test
    void a_foreign_date_lands_in_the_default_partition_and_is_verified_as_the_others() {
        String longAgo = confirmed().replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"1970-01-01T00:00:00Z\"");
        String beyond = confirmed().replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"+99999-01-01T00:00:00Z\"");
        String farFuture = confirmed().replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"9999-12-31T00:00:00Z\"");
        String before = confirmed().replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"0999-01-01T00:00:00Z\"");
        world.orders(longAgo, beyond, farFuture, before);

        assertThat(world.count("select count(*) from audit_logs_default")).isEqualTo(2);
        assertThat(world.rows("order-events")).hasSize(4);
        assertIntact();
    }

    @Test
    void the_app_can_neither_change_nor_delete_what_is_recorded() {
        world.orders(confirmed());

        List<String> tables = world.database
                .admin()
                .withHandle(
                        handle -> handle.createQuery("""
                                select relname from pg_class join pg_namespace n on n.oid = relnamespace
                                where nspname = 'audit' and relname like 'audit_logs%' and relkind in ('r', 'p')
                                """).mapTo(String.class).list());
        assertThat(tables).hasSizeGreaterThan(5);
        for (String table : tables) {
            for (String right : List.of("UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES")) {
                assertThat(world.count(
                                "select has_table_privilege('audit_app', '" + table + "', '" + right + "')::int"))
                        .as("%s on %s", right, table)
                        .isZero();
            }
        }
        for (String right : List.of("INSERT", "DELETE", "TRUNCATE")) {
            assertThat(world.count("select has_table_privilege('audit_app', 'chain_heads', '" + right + "')::int"))
                    .isZero();
        }
        assertThat(denied("update audit_logs set actor = 'x'")).contains("permission denied");
        assertThat(denied("delete from audit_logs")).contains("permission denied");
        assertThat(denied("truncate audit_logs")).contains("permission denied");
        assertThat(denied("delete from chain_heads")).contains("permission denied");
    }

    private String denied(String sql) {
        try {
            world.database.database().useTransaction(transaction -> transaction.execute(sql));
            return "allowed";
        } catch (RuntimeException e) {
            return e.getMessage();
        }
    }
}
