package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.testing.TestBlobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The retention rules over the functions that the other apps bring. */
class RealRetentionIT {

    private static JobsWorld world;

    @BeforeAll
    static void open() {
        world = new JobsWorld();
        world.database.migrateToo("notifications", new AppMigrations("notifications"));
        world.database.migrateToo("customers", new AppMigrations("customers"));
        world.database.migrateToo("audit", new AppMigrations("audit"));
        world.clock.set(Instant.parse("2026-11-21T02:00:00Z"));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void every_rule_finds_the_functions_it_names_and_old_notifications_go() throws Exception {
        // Read 31 days ago; 91 days old and never read; young.
        notification("2026-10-01T00:00:00Z", "2026-10-21T01:00:00Z");
        notification("2026-08-22T01:00:00Z", null);
        notification("2026-11-20T00:00:00Z", null);

        JsonNode dry = world.ran("data-retention", true);
        assertThat(dry.path("outcome").asText()).as("%s", dry).isEqualTo("DONE");
        JsonNode cleanup = world.ran("notification-cleanup", false);
        assertThat(cleanup.path("outcome").asText()).as("%s", cleanup).isEqualTo("DONE");
        JsonNode retention = world.ran("data-retention", false);
        assertThat(retention.path("outcome").asText()).as("%s", retention).isEqualTo("DONE");

        assertThat(JobsWorld.step(cleanup, "read-notifications").path("rows").asInt())
                .isEqualTo(1);
        assertThat(JobsWorld.step(dry, "notifications").path("rows").asInt()).isEqualTo(1);
        assertThat(JobsWorld.step(retention, "notifications").path("rows").asInt())
                .isEqualTo(1);
        assertThat(world.count("notifications.notifications")).isEqualTo(1);
        assertThat(archived("read-notifications").properties())
                .extracting(Map.Entry::getKey)
                .contains("id", "kind", "created_at", "read_at")
                .doesNotContain("customer_id", "title", "body", "deliveries");
    }

    @Test
    void an_archive_of_the_audit_does_not_name_the_customer_of_eleven_years_ago() throws Exception {
        UUID customer = Ids.newId();
        world.execute("""
                insert into audit.audit_logs (id, occurred_at, received_at, actor, action, subject_type, subject_id,
                    customer_id, result, topic, details, stream, seq, salt, commitment, link)
                values (gen_random_uuid(), now() - interval '11 years', now() - interval '11 years', ?, 'order.placed',
                    'order', 'the-order', ?, 'OK', 'order-events', cast(? as jsonb), 'order-events', 1, 'salt',
                    'commitment', 'link')
                """, "client:" + customer, customer, "{\"data\":{\"customerId\":\"" + customer + "\"}}");
        world.execute("update audit.chain_heads set seq = 1, link = 'link' where stream = 'order-events'");

        JsonNode step = JobsWorld.step(world.ran("data-retention", false), "audit-entries");

        assertThat(step.path("rows").asInt()).isEqualTo(1);
        assertThat(world.count("audit.audit_logs")).isZero();
        JsonNode page = archived("audit-entries");
        assertThat(page.toString()).doesNotContain(customer.toString());
        assertThat(page.at("/start/seq").asInt()).isZero();
        assertThat(page.at("/items/0").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("seq", "commitment", "link", "withheld");
    }

    /** The only line of the only archive of a rule. */
    private static JsonNode archived(String rule) throws IOException {
        String blob = world.database
                .admin()
                .withHandle(handle -> handle.select("select blob from archives where rule = ?", rule)
                        .mapTo(String.class)
                        .one());
        BlobStore blobs = new BlobStore(TestBlobs.settings());
        try (InputStream lines =
                new GZIPInputStream(blobs.read("archives", blob).orElseThrow())) {
            return HousekeepingWorld.json(new String(lines.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void notification(String createdAt, String readAt) {
        world.execute(
                "insert into notifications.notifications (id, occasion, customer_id, kind, language, title, body,"
                        + " created_at, read_at) values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'message',"
                        + " 'en', 'About your order', 'It is on its way', cast(? as timestamptz), cast(? as timestamptz))",
                createdAt,
                readAt);
    }
}
