package dev.quayside.local;

import dev.quayside.local.gateway.Gateway;
import dev.quayside.local.identity.Identity;
import dev.quayside.local.outside.OutsideSystems;
import dev.quayside.local.postgres.LocalPostgres;
import dev.quayside.local.postgres.Migrations;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Everything of DESIGN section 9 in one process, started in parallel where parts do not need each other. */
final class LocalPlatform implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;

    private final Parts parts = new Parts();
    private final PlatformOptions options;
    private final Progress progress;

    LocalPlatform(PlatformOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Returns when everything runs.
     *
     * @throws Refusal if it cannot, with everything that was started stopped again
     */
    void start() {
        try {
            startParts();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void startParts() {
        Ports ports = options.ports();
        List<App> apps = options.apps();
        DataFolder data = parts.add(DataFolder.open(options.data()));
        Logs.to(data.logs());
        Path postgresLog = data.logs().resolve("postgres.log");
        LocalPostgres.stopOrphan(data.postgres(), postgresLog, progress::say);
        ports.requireFree();
        if (options.fresh) {
            LocalPostgres.delete(data.postgres());
        }
        progress.say("Starting " + describe(apps) + ", data in " + data.path());

        var postgres = async(() -> progress.timed(
                "PostgreSQL",
                () -> parts.add(LocalPostgres.start(
                        data.postgres(), postgresLog, ports.postgres(), List.of("quayside", "servicebus", "outside"))),
                "127.0.0.1:" + ports.postgres() + ", user postgres, no password"));
        var identity = async(() -> progress.timed(
                "identity",
                () -> parts.add(Identity.start(data.path().resolve("identity"), ports.identity())),
                "http://localhost:" + ports.identity()));
        var vertx = async(() -> newVertx());
        var outside = async(() -> {
            var database = join(postgres).dataSource("outside", "postgres");
            Vertx started = join(vertx);
            return progress.timed(
                    "outside systems",
                    () -> parts.add(OutsideSystems.start(started, database, ports.outside())),
                    "http://localhost:" + ports.outside());
        });
        var schemas = async(() -> migrate(join(postgres), apps));
        join(schemas);
        join(outside);
        Identity issuers = join(identity);
        progress.timed(
                "gateway",
                () -> parts.add(Gateway.open(
                        join(vertx),
                        List.of(ports.external(), ports.internal()),
                        request -> false,
                        issuers::token,
                        Banner.addresses(ports))),
                "http://localhost:" + ports.external() + " and http://localhost:" + ports.internal());
    }

    private int migrate(LocalPostgres postgres, List<App> apps) {
        return progress.timed(
                "schemas",
                () -> {
                    Migrations.bootstrap(postgres);
                    int ran = 0;
                    for (App app : apps) {
                        ran += Migrations.migrate(postgres, app.schema(), app.staging(options.repository()));
                    }
                    return ran;
                },
                "roles, schemas and migrations of the apps");
    }

    private static String describe(List<App> apps) {
        return apps.isEmpty()
                ? "the platform without apps"
                : String.join(", ", apps.stream().map(App::title).toList());
    }

    private Vertx newVertx() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        parts.add(() -> vertx.close().await());
        return vertx;
    }

    private static <T> CompletableFuture<T> async(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.get());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "start");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static <T> T join(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Whether there is anything to stop. */
    boolean isRunning() {
        return parts.any();
    }

    /** Stops everything, the front door first and the database last. */
    @Override
    public void close() {
        parts.close();
    }
}
