package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each job started by the timers of several instances at once, over the tables and functions of the real apps. */
class JobsAtOnceIT {

    private static final int INSTANCES = 3;
    private static final Instant SUNDAY = Instant.parse("2026-11-22T04:00:01Z");

    private static JobsWorld world;
    private static List<HousekeepingApp> instances;

    @BeforeAll
    static void open() {
        world = new JobsWorld();
        for (String app : List.of("notifications", "customers", "audit", "orders", "payments")) {
            world.database.migrateToo(app, new AppMigrations(app));
        }
        world.database.migrateToo("products", new AppMigrations("catalog"));
        instances = IntStream.range(0, INSTANCES)
                .mapToObj(i -> world.app(world.database.settings()))
                .toList();
    }

    @AfterAll
    static void close() {
        instances.forEach(HousekeepingApp::close);
        world.close();
    }

    @BeforeEach
    void clear() {
        world.execute("truncate job_runs, outbox, archives, retention_erasures, notifications.notifications,"
                + " customers.customers, audit.audit_logs, orders.orders, orders.order_states cascade");
        world.execute("update retention_rules set batch = 3");
        world.clock.set(SUNDAY);
    }

    @Test
    void read_notifications_are_archived_and_removed_once() throws Exception {
        List<String> read = notifications(20, "now() - interval '32 days'");
        notifications(5, "null");

        JsonNode run = atOnce("notification-cleanup", timers -> timers.notificationCleanup("", new TestContext()));

        assertThat(run.path("outcome").asText()).as("%s", run).isEqualTo("DONE");
        assertThat(run.path("rows").asInt()).isEqualTo(20);
        assertThat(JobsWorld.step(run, "read-notifications").path("rows").asInt())
                .isEqualTo(20);
        assertThat(world.count("notifications.notifications")).isEqualTo(5);
        assertThat(new Archived(world).ids()).containsExactlyInAnyOrderElementsOf(read);
        assertThat(new Archived(world).files()).hasSize(7);
    }

    @Test
    void what_retention_deletes_asks_for_and_archives_it_does_once() throws Exception {
        notifications(10, "null");
        world.execute("update notifications.notifications set created_at = now() - interval '91 days'");
        notifications(4, "null");
        inactiveCustomers(10);
        auditEntries(10);

        JsonNode run = atOnce("data-retention", timers -> timers.dataRetention("", new TestContext()));

        assertThat(run.path("outcome").asText()).as("%s", run).isEqualTo("DONE");
        assertThat(JobsWorld.step(run, "notifications").path("rows").asInt()).isEqualTo(10);
        assertThat(world.count("notifications.notifications")).isEqualTo(4);
        assertThat(JobsWorld.step(run, "inactive-customers").path("rows").asInt())
                .isEqualTo(10);
        assertThat(world.count("outbox where type like '%erasure-proposed%'")).isEqualTo(10);
        assertThat(world.count("retention_erasures")).isEqualTo(10);
        assertThat(world.count("audit.audit_logs")).isZero();
        assertThat(archivedEntries()).containsExactlyElementsOf(numbers(10));
    }

    @Test
    void every_table_is_vacuumed_once() throws Exception {
        JsonNode run = atOnce("database-maintenance", timers -> timers.databaseMaintenance("", new TestContext()));

        assertThat(run.path("outcome").asText()).as("%s", run).isEqualTo("DONE");
        assertThat(run.path("rows").asInt()).isEqualTo(run.path("steps").size());
        assertThat(world.count("pg_stat_user_tables where schemaname = 'orders' and vacuum_count = 1"))
                .isEqualTo(world.count("pg_stat_user_tables where schemaname = 'orders'"));
        assertThat(world.count("pg_stat_user_tables where vacuum_count > 1")).isZero();
    }

    @Test
    void every_order_is_looked_at_once() throws Exception {
        unpaidOrders(1_200);

        JsonNode run = atOnce("invariants", timers -> timers.invariants("", new TestContext()));

        JsonNode step = JobsWorld.step(run, "orders-have-their-money");
        assertThat(run.path("outcome").asText()).as("%s", run).isEqualTo("DIFFERENCES");
        assertThat(step.path("rows").asInt()).isEqualTo(1_200);
        assertThat(step.path("differences").asInt()).isEqualTo(1_200);
    }

    /**
     * The timer of the job and the one of all jobs in every instance at once, and once more, since who finds the job's
     * lock taken leaves. Gives the only run there is, done by one worker from its begin to its end.
     */
    private static JsonNode atOnce(String job, Consumer<JobTimers> timer) throws Exception {
        List<Runnable> works = new ArrayList<>();
        for (HousekeepingApp instance : instances) {
            JobTimers timers = world.timers(instance);
            works.add(() -> timer.accept(timers));
            works.add(() -> timers.runs("", new TestContext()));
        }
        AtOnce.run(works);
        world.finished(job, timers -> timers.runs("", new TestContext()));

        JsonNode runs = JobsWorld.json(world.runs(job)).path("items");
        assertThat(runs).as("runs of %s", job).hasSize(1);
        assertThat(world.count("job_runs where attempt = 1 and deaths = 0")).isEqualTo(1);
        return runs.path(0);
    }

    private static List<String> notifications(int many, String readAt) {
        List<String> ids =
                IntStream.range(0, many).mapToObj(i -> Ids.newId().toString()).toList();
        ids.forEach(id -> world.execute("""
                insert into notifications.notifications (id, occasion, customer_id, kind, language, title, body,
                    created_at, read_at)
                values (cast(? as uuid), gen_random_uuid(), gen_random_uuid(), 'message', 'en', 'About your order',
                    'It is on its way', now() - interval '40 days',
                """ + readAt + ")", id));
        return ids;
    }

    private static void inactiveCustomers(int many) {
        world.execute("""
                insert into customers.customers (id, name, locale, time_zone, version, registered_at, updated_at)
                select gen_random_uuid(), 'Alice', 'en', 'UTC', 1, now() - interval '9 years', now() - interval '8 years'
                from generate_series(1, ?)
                """, many);
        world.execute("""
                insert into customers.customer_sign_ins (customer_id, last_at)
                select id, updated_at from customers.customers
                on conflict (customer_id) do update set last_at = excluded.last_at
                """);
    }

    private static void auditEntries(int many) {
        world.execute("""
                insert into audit.audit_logs (id, occurred_at, received_at, actor, action, subject_type, subject_id,
                    result, topic, details, stream, seq, salt, commitment, link)
                select gen_random_uuid(), now() - interval '11 years', now() - interval '11 years', 'app:orders',
                    'order.placed', 'order', 'the-order', 'OK', 'order-events', '{}', 'order-events', n, 'salt',
                    'commitment', 'link'
                from generate_series(1, ?) n
                """, many);
        world.execute("update audit.chain_heads set seq = ?, link = 'link' where stream = 'order-events'", many);
    }

    private static void unpaidOrders(int many) {
        world.execute("""
                with placed as (
                    insert into orders.orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                        tax_basis_points, lines, shipping_address)
                    select gen_random_uuid(), gen_random_uuid(), ?, 'test', 'EUR', 1999, 0, 1999, 0, '[]', '{}'
                    from generate_series(1, ?)
                    returning id, placed_at
                )
                insert into orders.order_states (order_id, placed_at, status, version, changed_by, updated_at)
                select id, placed_at, 'PAID', 1, 'test', placed_at from placed
                """, SUNDAY.minusSeconds(7_200), many);
    }

    /** The numbers of the audit's entries in all archives, in their order. */
    private static List<Integer> archivedEntries() {
        Archived archived = new Archived(world);
        List<Integer> numbers = new ArrayList<>();
        for (String blob : archived.files()) {
            for (JsonNode page : archived.rows(blob)) {
                page.path("items")
                        .forEach(entry -> numbers.add(entry.path("seq").asInt()));
            }
        }
        return numbers;
    }

    private static List<Integer> numbers(int to) {
        return IntStream.rangeClosed(1, to).boxed().toList();
    }
}
