package dev.quayside.local;

import dev.quayside.local.blobs.BlobStorage;
import dev.quayside.local.postgres.LocalPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The whole platform in a process of its own, as {@code ./run} starts it, on free ports and with a data folder of
 * its own that goes when it is closed. What end-to-end tests stand on.
 */
public final class PlatformProcess implements AutoCloseable {
    private static final int PORTS = 9;
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    private final Path folder;
    private final Ports ports;
    private final List<String> options;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private Process process;
    private int starts;

    private PlatformProcess(Path folder, Ports ports, List<String> options) {
        this.folder = folder;
        this.ports = ports;
        this.options = options;
    }

    /**
     * Starts a platform with empty data and returns when it is ready.
     *
     * @param options further options, for example {@code "--apps", "orders,catalog"}
     * @throws IllegalStateException if it does not get ready; the message has what it printed
     */
    public static PlatformProcess start(String... options) {
        PlatformProcess platform = prepare(options);
        try {
            platform.restart();
            return platform;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    /** A platform that is not started yet. */
    static PlatformProcess prepare(String... options) {
        try {
            int base = FreePorts.row(PORTS);
            return new PlatformProcess(
                    Files.createTempDirectory("quayside-test-"),
                    new Ports(base, base + PORTS - 1),
                    Arrays.asList(options));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts the process again over the same data and ports; it must have ended. */
    public void restart() {
        launch();
        Awaitility.await("the platform is ready")
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isReady() || !process.isAlive());
        if (!isReady()) {
            throw new IllegalStateException("The platform did not start:\n" + output());
        }
    }

    /** Starts the process without waiting for it. */
    void launch() {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Platform.class.getName(),
                "--repository",
                module().getParent().toString(),
                "--data",
                data().toString(),
                "--port-base",
                Integer.toString(ports.base()),
                "--amqp-port",
                Integer.toString(ports.serviceBus())));
        command.addAll(options);
        starts++;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(outputFile().toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Just what the run script uses: the classes and libraries of this module without its tests. */
    private static String classPath() {
        try {
            Path target = module().resolve("target");
            return target.resolve("classes") + ":" + Files.readString(target.resolve("classpath.txt"));
        } catch (IOException e) {
            throw new IllegalStateException("target/classpath.txt is written by the Maven build", e);
        }
    }

    private static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("local") ? here : here.resolve("local");
    }

    private boolean isReady() {
        return output().contains(Banner.ready(ports));
    }

    /** What the current process printed. */
    public String output() {
        try {
            return Files.exists(outputFile()) ? Files.readString(outputFile()) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path outputFile() {
        return folder.resolve("output-" + starts + ".txt");
    }

    /** Its data folder, with {@code logs/} in it. */
    public Path data() {
        return folder.resolve("data");
    }

    Ports ports() {
        return ports;
    }

    /** An address behind the front door for clients. */
    public URI external(String path) {
        return URI.create("http://localhost:" + ports.external() + path);
    }

    /** An address behind the front door for employees. */
    public URI internal(String path) {
        return URI.create("http://localhost:" + ports.internal() + path);
    }

    /** An address of the outside systems: {@code /payments/charges}, {@code /faults/shipping} ... */
    public URI outside(String path) {
        return URI.create("http://localhost:" + ports.outside() + path);
    }

    public int amqpPort() {
        return ports.serviceBus();
    }

    /** For calls of your own. */
    public HttpClient http() {
        return http;
    }

    /** A valid access token of a demo user: alice, bob, admin, agent, manager, producer. */
    public String token(String user) {
        HttpResponse<String> answer = send(
                HttpRequest.newBuilder(external("/local/token?user=" + user)).build());
        if (answer.statusCode() != 200) {
            throw new IllegalArgumentException(answer.body());
        }
        return answer.body();
    }

    /** A GET behind the external front door as {@code user}. */
    public HttpResponse<String> get(String user, String path) {
        return send(request(user, path).GET().build());
    }

    /** A request to a path behind the external front door as {@code user}; add method, body and headers. */
    public HttpRequest.Builder request(String user, String path) {
        return HttpRequest.newBuilder(external(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token(user))
                .header("Content-Type", "application/json");
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Connects to the platform's PostgreSQL as superuser; {@code quayside} has the apps' schemas. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(LocalPostgres.url(ports.postgres(), database), "postgres", "");
    }

    /** kill -9: the process ends where it stands, PostgreSQL goes on. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /**
     * Ends it in order. Not by Ctrl-C's signal: whoever runs the tests in the background may have had it ignored.
     *
     * @return the exit code
     */
    int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** Waits for the process to end. @return the exit code */
    int awaitExit() {
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The platform does not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops the platform, also one that was killed, and deletes its data. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            awaitExit();
        }
        LocalPostgres.stopOrphan(data().resolve("postgres"), folder.resolve("postgres.log"), sentence -> {});
        BlobStorage.awaitEndOfOrphan(data().resolve("blobs"));
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
