package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is archived before it goes, in a real Blob Storage, over functions that stand for those of notifications. */
class ArchiveIT {

    private static final Instant ONE_O_CLOCK = Instant.parse("2026-11-21T01:00:00Z");

    private static JobsWorld world;
    private static BlobStore blobs;
    private static Archived archived;

    @BeforeAll
    static void open() {
        world = new JobsWorld();
        blobs = new BlobStore(TestBlobs.settings());
        archived = new Archived(world);
        world.execute("""
                create table notifications.notes (id uuid primary key, read_at timestamptz, title text);
                create function notifications.count_read_notifications(before timestamptz) returns bigint
                language sql security definer as 'select count(*) from notifications.notes where read_at < before';
                create function notifications.read_notifications(before timestamptz, most integer)
                returns table (id uuid, content jsonb)
                language sql security definer as 'select id, jsonb_build_object(''id'', id, ''title'', title)
                    from notifications.notes where read_at < before order by read_at, id limit most';
                create function notifications.remove_notifications(ids uuid[]) returns integer
                language sql security definer as 'with gone as (
                    delete from notifications.notes where id = any(ids) returning 1) select count(*)::integer from gone';
                grant usage on schema notifications to housekeeping_app
                """);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.execute("truncate job_runs, outbox, archives, notifications.notes");
        world.execute("update retention_rules set batch = 3");
        world.clock.set(ONE_O_CLOCK);
    }

    @Test
    void read_notifications_are_archived_and_then_removed() {
        List<String> old = notes(7, Duration.ofDays(31));
        notes(2, Duration.ofDays(30));

        JsonNode step = JobsWorld.step(world.ran("notification-cleanup", false), "read-notifications");

        assertThat(step.path("rows").asInt()).isEqualTo(7);
        assertThat(step.path("action").asText()).isEqualTo("ARCHIVE");
        assertThat(world.count("notifications.notes")).isEqualTo(2);
        assertThat(world.count("archives")).isEqualTo(3);
        assertThat(archived.ids()).containsExactlyElementsOf(old);
    }

    @Test
    void a_manifest_says_what_a_file_holds() {
        List<String> ids = notes(2, Duration.ofDays(31));
        world.ran("notification-cleanup", false);

        String blob = archived.files().get(0);
        byte[] file = archived.bytes(blob);
        JsonNode manifest = archived.manifest(blob);

        assertThat(blob).startsWith("read-notifications/2026-11-21/");
        assertThat(manifest.path("blob").asText()).isEqualTo(blob);
        assertThat(manifest.path("rule").asText()).isEqualTo("read-notifications");
        assertThat(manifest.path("rows").asInt()).isEqualTo(2);
        assertThat(manifest.path("bytes").asInt()).isEqualTo(file.length);
        assertThat(manifest.path("sha256").asText()).isEqualTo(Archived.sha256(file));
        assertThat(manifest.path("firstId").asText()).isEqualTo(ids.get(0));
        assertThat(manifest.path("lastId").asText()).isEqualTo(ids.get(1));
        assertThat(manifest.path("before").asText()).isEqualTo("2026-10-22T01:00:00Z");
    }

    @Test
    void a_dry_run_counts_and_writes_nothing() {
        notes(4, Duration.ofDays(31));

        JsonNode step = JobsWorld.step(world.ran("notification-cleanup", true), "read-notifications");

        assertThat(step.path("rows").asInt()).isEqualTo(4);
        assertThat(world.count("archives")).isZero();
        assertThat(world.count("notifications.notes")).isEqualTo(4);
    }

    @Test
    void if_not_all_that_was_archived_goes_the_batch_begins_anew() {
        List<String> old = notes(3, Duration.ofDays(31));
        // The first time one of them is not there to be removed.
        world.execute("create sequence notifications.removals");
        world.execute("grant usage on sequence notifications.removals to housekeeping_app");
        world.execute("alter function notifications.remove_notifications rename to really_remove");
        world.execute("""
                create function notifications.remove_notifications(ids uuid[]) returns integer
                language sql security definer as 'select case when nextval(''notifications.removals'') = 1
                    then cardinality(ids) - 1 else notifications.really_remove(ids) end'
                """);
        try {
            JsonNode run = world.ran("notification-cleanup", false);

            assertThat(run.path("outcome").asText()).isEqualTo("DONE");
            assertThat(run.path("rows").asInt()).isEqualTo(3);
            assertThat(archived.ids()).containsExactlyElementsOf(old);
            assertThat(world.count("notifications.notes")).isZero();
        } finally {
            world.execute("drop function notifications.remove_notifications");
            world.execute("alter function notifications.really_remove rename to remove_notifications");
        }
    }

    @Test
    void wherever_the_process_dies_every_row_is_archived_once_and_none_removed_unarchived() {
        int deaths = 0;
        for (int place = 1; ; place++) {
            clear();
            List<String> old = notes(5, Duration.ofDays(31));
            CrashSockets.Plan plan = new CrashSockets.Plan(place);
            try (HousekeepingApp mortal = world.app(mortal(plan))) {
                Throwable crash = catchThrowable(() -> world.timers(mortal).notificationCleanup("", new TestContext()));
                assertThat(crash != null).isEqualTo(plan.isDead());
            }
            List<String> safe = new ArrayList<>(archived.ids());
            world.database
                    .admin()
                    .useHandle(handle ->
                            safe.addAll(handle.select("select id from notifications.notes order by read_at, id")
                                    .mapTo(String.class)
                                    .list()));
            assertThat(safe).as("dead at %d", place).containsExactlyElementsOf(old);

            world.clock.advance(Duration.ofMinutes(3));
            world.finished("notification-cleanup", timers -> timers.notificationCleanup("", new TestContext()));

            assertThat(archived.ids()).as("dead at %d", place).containsExactlyElementsOf(old);
            assertThat(world.count("notifications.notes")).isZero();
            assertThat(world.lastRun("notification-cleanup").path("rows").asInt())
                    .as("dead at %d", place)
                    .isEqualTo(5);
            if (!plan.isDead()) {
                break;
            }
            deaths++;
        }
        assertThat(deaths).isGreaterThan(30);
    }

    @Test
    void what_a_worker_left_who_died_before_its_commit_is_cleared_up() {
        notes(2, Duration.ofDays(31));
        world.timers().notificationCleanup("", new TestContext());
        String blob = archived.files().get(0);
        String run = blob.split("/", -1)[2];
        // As if it had died just before: file and manifest are there, and nothing else has happened.
        world.execute("truncate archives");
        world.execute("update job_runs set finished_at = null, outcome = null, worker = gen_random_uuid(),"
                + " lease_until = started_at, rows = 0, detail = '[]'");
        notes(2, Duration.ofDays(31));

        world.timers().runs("", new TestContext());

        assertThat(archived.files()).containsExactly("read-notifications/2026-11-21/" + run + "/00001-1.jsonl.gz");
        assertThat(blobs.read("archives", blob)).isEmpty();
        assertThat(blobs.read("archives", blob.replace(".jsonl.gz", ".manifest.json")))
                .isEmpty();
    }

    private static DatabaseSettings mortal(CrashSockets.Plan plan) {
        return CrashSockets.mortal(world.database.settings(), plan);
    }

    /** Notifications that were read so long ago and a second, oldest first. */
    private static List<String> notes(int many, Duration age) {
        List<String> ids = new ArrayList<>();
        Instant readAt = world.clock.instant().minus(age);
        for (int i = 0; i < many; i++) {
            UUID id = Ids.newId();
            world.execute(
                    "insert into notifications.notes values (?, ?, 'Your order is on its way \u2708')",
                    id,
                    readAt.plusMillis(i));
            ids.add(id.toString());
        }
        return ids;
    }
}
