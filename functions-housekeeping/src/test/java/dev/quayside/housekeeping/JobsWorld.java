package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.housekeeping.maintenance.MaintenanceSettings;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTokens;
import java.time.Instant;
import java.util.function.Consumer;

/** The app with a clock that tests move; its relay stands still. */
final class JobsWorld implements AutoCloseable {

    final TestDatabase database = TestDatabase.open("housekeeping");
    final TestTokens tokens = new TestTokens();
    final StoppedClock clock = new StoppedClock();
    private final HousekeepingApp app = app(database.settings());

    /** The app as another instance of it runs, closed by whoever asks for it. */
    HousekeepingApp app(DatabaseSettings settings) {
        Secret nobody = Secret.of("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=none");
        HousekeepingApp built = new HousekeepingApp(
                settings,
                MaintenanceSettings.as("housekeeping_maintenance", database.settings()),
                new ServiceBusSettings(null, null, nobody),
                tokens.settings(),
                TestBlobs.settings(),
                clock);
        built.relay.close();
        return built;
    }

    JobsHttp http() {
        return new JobsHttp(new Lazy<>(() -> app));
    }

    JobTimers timers() {
        return timers(app);
    }

    JobTimers timers(HousekeepingApp instance) {
        return new JobTimers(new Lazy<>(() -> instance));
    }

    String admin() {
        return tokens.employee("admin");
    }

    HttpResponseMessage ask(String job, String body) {
        return ask(job, body, Ids.newId().toString());
    }

    HttpResponseMessage ask(String job, String body, String key) {
        TestRequest request = TestRequest.post("v1/admin/jobs/" + job + "/run", body)
                .as(admin())
                .key(key);
        return http().run(request, job, new TestContext());
    }

    HttpResponseMessage runs(String job, String... query) {
        TestRequest request = TestRequest.get("v1/admin/jobs/" + job + "/runs").as(admin());
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        return http().runs(request, job, new TestContext());
    }

    JsonNode list() {
        return json(http().list(TestRequest.get("v1/admin/jobs").as(admin()), new TestContext()));
    }

    /** Works on what waits, and tells the latest run of a job. */
    JsonNode afterWork(String job) {
        timers().runs("", new TestContext());
        return lastRun(job);
    }

    /** Lets a timer fire until the job's run is finished: the server may hold the lock of the dead for a moment. */
    void finished(String job, Consumer<JobTimers> timer) {
        Instant giveUp = Instant.now().plusSeconds(20);
        do {
            timer.accept(timers());
        } while (!lastRun(job).path("state").asText().equals("FINISHED")
                && Instant.now().isBefore(giveUp));
    }

    JsonNode lastRun(String job) {
        return json(runs(job, "limit", "1")).at("/items/0");
    }

    /** Asks for a run, works on it, and tells what came of it. */
    JsonNode ran(String job, boolean dry) {
        HttpResponseMessage answer = ask(job, "{\"dryRun\":" + dry + "}");
        assertThat(answer.getStatusCode()).isEqualTo(202);
        return afterWork(job);
    }

    /** A step of a run, by its name. */
    static JsonNode step(JsonNode run, String name) {
        for (JsonNode step : run.path("steps")) {
            if (step.path("step").asText().equals(name)) {
                return step;
            }
        }
        throw new AssertionError("there is no step " + name + " in " + run);
    }

    void execute(String sql, Object... arguments) {
        database.admin().useHandle(handle -> handle.execute(sql, arguments));
    }

    long count(String from) {
        return database.admin()
                .<Long, RuntimeException>withHandle(handle -> handle.select("select count(*) from " + from)
                        .mapTo(Long.class)
                        .one());
    }

    static JsonNode json(HttpResponseMessage answer) {
        return HousekeepingWorld.json(answer);
    }

    @Override
    public void close() {
        app.close();
        tokens.close();
        database.close();
    }
}
