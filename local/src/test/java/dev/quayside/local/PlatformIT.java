package dev.quayside.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformIT {
    /** What a JVM ends with after SIGTERM. */
    private static final int TERMINATED = 143;

    @Test
    void starts_serves_and_stops_with_nothing_left_running() throws Exception {
        try (PlatformProcess platform = PlatformProcess.start("--apps", "none")) {
            assertThat(platform.output())
                    .endsWith("Quayside is ready: " + platform.external("") + System.lineSeparator());
            assertThat(platform.token("alice")).contains(".");
            assertThat(platform.send(HttpRequest.newBuilder(platform.internal("/"))
                                    .build())
                            .body())
                    .contains("employee API");
            assertThat(platform.send(HttpRequest.newBuilder(URI.create("http://localhost:"
                                            + platform.ports().pubSub() + "/api/health"))
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
            long database = postmaster(platform);
            long blobs = azurite(platform);

            assertThat(platform.terminate()).isEqualTo(TERMINATED);

            assertThat(platform.output()).endsWith("Quayside has stopped." + System.lineSeparator());
            assertThat(ProcessHandle.of(database)).isEmpty();
            assertThat(ProcessHandle.of(blobs)).isEmpty();
        }
    }

    @Test
    void after_kill_9_the_next_start_stops_the_orphaned_database_and_has_its_data() throws Exception {
        try (PlatformProcess platform = PlatformProcess.start("--apps", "none")) {
            execute(platform, "CREATE TABLE kept AS SELECT 42 AS answer");
            String token = platform.token("alice");
            long orphan = postmaster(platform);
            long blobs = azurite(platform);
            platform.kill();
            assertThat(ProcessHandle.of(orphan)).isPresent();

            platform.restart();

            assertThat(platform.output()).contains("left PostgreSQL running (process " + orphan + ")");
            assertThat(ProcessHandle.of(orphan)).isEmpty();
            assertThat(ProcessHandle.of(blobs)).isEmpty();
            execute(platform, "SELECT answer FROM kept");
            assertThat(kid(platform.token("alice"))).isEqualTo(kid(token));
        }
    }

    @Test
    void a_taken_port_is_refused_in_one_sentence() throws Exception {
        PlatformProcess platform = PlatformProcess.prepare("--apps", "none");
        try (platform;
                ServerSocket taken =
                        new ServerSocket(platform.ports().outside(), 1, InetAddress.getLoopbackAddress())) {
            platform.launch();

            assertThat(platform.awaitExit()).isEqualTo(2);
            assertThat(platform.output().strip())
                    .isEqualTo("Port " + taken.getLocalPort() + " (outside systems) is taken by java (process "
                            + ProcessHandle.current().pid()
                            + "): stop that, or choose other ports with --port-base.");
        }
    }

    @Test
    void a_data_folder_in_use_is_refused_in_one_sentence() {
        PlatformProcess platform = PlatformProcess.prepare("--apps", "none");
        try (platform;
                DataFolder held = DataFolder.open(platform.data())) {
            platform.launch();

            assertThat(platform.awaitExit()).isEqualTo(2);
            assertThat(platform.output().strip())
                    .isEqualTo("The data folder " + held.path() + " is in use by a platform that is running"
                            + " (choose another with --data).");
        }
    }

    @Test
    void data_of_another_version_is_refused_in_one_sentence_and_kept() throws Exception {
        try (PlatformProcess platform = PlatformProcess.start("--apps", "payments")) {
            execute(
                    platform,
                    "UPDATE payments.flyway_schema_history SET checksum = checksum + 1 WHERE version = '1001'");
            platform.terminate();
            platform.launch();

            assertThat(platform.awaitExit()).isEqualTo(2);
            assertThat(platform.output())
                    .contains("The data was made by another version of the schema payments", "./run --fresh")
                    .doesNotContain("Exception");
            assertThat(platform.data().resolve("postgres/PG_VERSION")).exists();
        }
    }

    @Test
    void stopped_while_starting_it_leaves_nothing_running() throws Exception {
        try (PlatformProcess platform = PlatformProcess.prepare("--apps", "none")) {
            platform.launch();
            Path pidFile = platform.data().resolve("postgres/postmaster.pid");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(pidFile));

            assertThat(platform.terminate()).isEqualTo(TERMINATED);

            assertThat(pidFile).doesNotExist();
            assertThat(platform.output()).doesNotContain("Exception");
        }
    }

    @Test
    void entities_that_make_no_sense_are_refused_in_one_sentence(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("mine.json"), "{\"UserConfig\": 3}");
        try (PlatformProcess platform =
                PlatformProcess.prepare("--apps", "none", "--servicebus-config", config.toString())) {
            platform.launch();

            assertThat(platform.awaitExit()).isEqualTo(2);
            assertThat(platform.output()).contains("Service Bus: " + config).doesNotContain("\tat ");
        }
    }

    private static long postmaster(PlatformProcess platform) throws Exception {
        return pid(platform.data().resolve("postgres/postmaster.pid"));
    }

    private static long azurite(PlatformProcess platform) throws Exception {
        return pid(platform.data().resolve("blobs/azurite.pid"));
    }

    private static long pid(Path file) throws Exception {
        return Long.parseLong(Files.readAllLines(file).get(0).strip());
    }

    private static void execute(PlatformProcess platform, String sql) throws Exception {
        try (Connection connection = platform.connect("quayside");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String kid(String token) {
        return token.substring(0, token.indexOf('.'));
    }
}
