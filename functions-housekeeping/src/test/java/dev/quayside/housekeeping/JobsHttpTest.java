package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.JobsWorld.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What admins see of jobs and ask of them. */
class JobsHttpTest {

    private static JobsWorld world;

    @BeforeAll
    static void open() {
        world = new JobsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.execute("truncate job_runs, outbox, idempotency_keys");
        world.clock.set(Instant.parse("2026-11-21T12:00:00Z"));
    }

    @Test
    void every_job_is_listed_with_its_schedule_and_last_run() {
        world.ask("data-retention", "{\"dryRun\":true}");

        JsonNode jobs = world.list().path("items");

        assertThat(jobs.findValuesAsText("name")).contains("notification-cleanup", "data-retention");
        JsonNode retention = named(jobs, "data-retention");
        assertThat(retention.path("schedule").asText()).isEqualTo("0 0 2 * * *");
        assertThat(retention.path("nextRun").asText()).isEqualTo("2026-11-22T02:00:00Z");
        assertThat(retention.at("/lastRun/state").asText()).isEqualTo("QUEUED");
        assertThat(named(jobs, "notification-cleanup").has("lastRun")).isFalse();
    }

    @Test
    void each_job_has_a_timer_with_its_schedule_and_no_timer_is_without_job() {
        List<String> timers = Arrays.stream(JobTimers.class.getDeclaredMethods())
                .flatMap(method -> Arrays.stream(method.getParameters()))
                .filter(parameter -> parameter.isAnnotationPresent(TimerTrigger.class))
                .map(parameter -> parameter.getAnnotation(TimerTrigger.class).schedule())
                .filter(schedule -> !schedule.startsWith("*/"))
                .toList();

        assertThat(timers)
                .containsExactlyInAnyOrderElementsOf(world.list().path("items").findValuesAsText("schedule"));
    }

    @Test
    void each_timer_runs_the_job_that_has_its_schedule() throws Exception {
        for (Method timer : JobTimers.class.getDeclaredMethods()) {
            if (!timer.isAnnotationPresent(FunctionName.class)
                    || timer.getName().equals("runs")) {
                continue;
            }
            String schedule =
                    timer.getParameters()[0].getAnnotation(TimerTrigger.class).schedule();
            timer.invoke(world.timers(), "", new TestContext());
            for (JsonNode job : world.list().path("items")) {
                assertThat(job.has("lastRun"))
                        .as("%s after %s", job.path("name"), timer.getName())
                        .isEqualTo(job.path("schedule").asText().equals(schedule));
            }
            world.execute("truncate job_runs");
        }
    }

    @Test
    void a_run_is_queued_and_done_by_the_timer_and_on_record() {
        HttpResponseMessage answer = world.ask("data-retention", "{\"dryRun\":true}");

        assertThat(answer.getStatusCode()).isEqualTo(202);
        assertThat(answer.getHeader("Location")).isEqualTo("/api/v1/admin/jobs/data-retention/runs");
        assertThat(json(answer).path("state").asText()).isEqualTo("QUEUED");
        assertThat(json(answer).path("askedBy").asText()).startsWith("employee:");
        JsonNode run = world.afterWork("data-retention");
        assertThat(run.path("id")).isEqualTo(json(answer).path("id"));
        assertThat(run.path("state").asText()).isEqualTo("FINISHED");
        assertThat(run.path("dryRun").asBoolean()).isTrue();
        String record = world.database
                .admin()
                .withHandle(handle -> handle.select("select payload from outbox where topic = 'audit-events'")
                        .mapTo(String.class)
                        .one());
        assertThat(record).contains("\"job.dry-run-asked\"", "\"subjectId\":\"data-retention\"", "employee:");
    }

    @Test
    void a_repeated_request_gets_the_same_answer_and_one_run() {
        HttpResponseMessage first = world.ask("data-retention", "{\"dryRun\":true}", "key");
        world.afterWork("data-retention");
        HttpResponseMessage second = world.ask("data-retention", "{\"dryRun\":true}", "key");

        assertThat(second.getBody()).isEqualTo(first.getBody());
        assertThat(second.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(world.count("job_runs")).isOne();
    }

    @Test
    void a_run_that_waits_already_is_the_one_that_is_asked_for() {
        HttpResponseMessage dry = world.ask("data-retention", "{\"dryRun\":true}");
        HttpResponseMessage again = world.ask("data-retention", "{\"dryRun\":true}");
        HttpResponseMessage real = world.ask("data-retention", "{\"dryRun\":false}");

        assertThat(json(again).path("id")).isEqualTo(json(dry).path("id"));
        assertThat(json(real).path("id")).isNotEqualTo(json(dry).path("id"));
        assertThat(world.count("outbox")).as("each who asked is on record").isEqualTo(3);
    }

    @Test
    void runs_are_listed_latest_first_page_by_page() {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.add(0, world.ran("data-retention", true).path("id").asText());
        }

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(world.runs("data-retention", "limit", "2", "cursor", cursor));
            listed.addAll(page.path("items").findValuesAsText("id"));
            cursor = page.path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(listed).isEqualTo(asked);
        assertThat(json(world.runs("notification-cleanup")).path("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{} | /dryRun", "{\"dryRun\":null} | /dryRun", "{\"dryRun\":true,\"now\":1} | /now"})
    void a_wrong_request_is_pointed_at(String body, String pointer) {
        HttpResponseMessage answer = world.ask("data-retention", body);

        assertThat(answer.getStatusCode()).isEqualTo(422);
        assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(world.count("job_runs")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, x", "cursor, x", "cursor, WyJ4Il0"})
    void a_wrong_parameter_is_pointed_at(String name, String value) {
        HttpResponseMessage answer = world.runs("data-retention", name, value);

        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(json(answer).at("/errors/0/parameter").asText()).isEqualTo(name);
    }

    @Test
    void a_job_that_there_is_not_is_404_and_a_missing_key_400() {
        assertThat(world.ask("nothing", "{\"dryRun\":true}").getStatusCode()).isEqualTo(404);
        assertThat(world.runs("nothing").getStatusCode()).isEqualTo(404);
        TestRequest keyless = TestRequest.post("v1/admin/jobs/data-retention/run", "{\"dryRun\":true}")
                .as(world.admin());
        assertThat(world.http()
                        .run(keyless, "data-retention", new TestContext())
                        .getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void nobody_but_an_admin_sees_jobs_or_runs_them() {
        for (String token : List.of(
                world.tokens.client(Ids.newId()),
                world.tokens.employee("order-manager"),
                world.tokens.employee("customer-service"),
                world.tokens.service())) {
            assertThat(world.http()
                            .list(TestRequest.get("v1/admin/jobs").as(token), new TestContext())
                            .getStatusCode())
                    .isEqualTo(403);
            TestRequest runs =
                    TestRequest.get("v1/admin/jobs/data-retention/runs").as(token);
            assertThat(world.http()
                            .runs(runs, "data-retention", new TestContext())
                            .getStatusCode())
                    .isEqualTo(403);
            TestRequest run = TestRequest.post("v1/admin/jobs/data-retention/run", "{\"dryRun\":false}")
                    .as(token)
                    .key("key");
            assertThat(world.http()
                            .run(run, "data-retention", new TestContext())
                            .getStatusCode())
                    .isEqualTo(403);
        }
        assertThat(world.count("job_runs")).isZero();
    }

    private static JsonNode named(JsonNode jobs, String name) {
        for (JsonNode job : jobs) {
            if (job.path("name").asText().equals(name)) {
                return job;
            }
        }
        throw new AssertionError("there is no job " + name);
    }
}
