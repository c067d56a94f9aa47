package dev.quayside.local;

import dev.quayside.local.blobs.BlobStorage;
import dev.quayside.local.demo.DemoData;
import dev.quayside.local.demo.PriceProjection;
import dev.quayside.local.functions.FunctionsHost;
import dev.quayside.local.functions.FunctionsHostOptions;
import dev.quayside.local.functions.FunctionsLoadException;
import dev.quayside.local.gateway.Gateway;
import dev.quayside.local.identity.DemoUser;
import dev.quayside.local.identity.Identity;
import dev.quayside.local.outside.OutsideSystems;
import dev.quayside.local.postgres.LocalPostgres;
import dev.quayside.local.postgres.Migrations;
import dev.quayside.local.pubsub.PubSubServer;
import dev.quayside.local.servicebus.ServiceBusOptions;
import dev.quayside.local.servicebus.ServiceBusServer;
import dev.quayside.local.servicebus.config.ConfigException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** All parts in one process, started at the same time where they do not need each other. */
final class LocalPlatform implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;

    private final Parts parts = new Parts();
    private final Async starting = new Async();
    private final PlatformOptions options;
    private final Progress progress;
    private Ports ports;
    private List<App> apps;
    private DataFolder data;

    LocalPlatform(PlatformOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Returns when everything runs.
     *
     * @throws Refusal if it cannot; what was started is stopped again
     */
    void start() {
        try {
            prepare();
            startParts();
            parts.requireOpen();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Everything that can be wrong before anything is started. */
    private void prepare() {
        ports = options.ports();
        apps = options.apps();
        data = parts.add(DataFolder.open(options.data()));
        Logs.to(data.logs());
        LocalPostgres.stopOrphan(data.postgres(), postgresLog(), progress::say);
        BlobStorage.awaitEndOfOrphan(data.blobs());
        ports.requireFree();
        if (options.fresh) {
            data.clear();
        }
        progress.say("Starting " + describe(apps) + " (data in " + data.path() + ")");
    }

    private void startParts() {
        var postgres = starting.run(this::startPostgres);
        var identity = starting.run(this::startIdentity);
        var vertx = starting.run(this::startVertx);
        var outside = starting.run(() -> startOutside(Async.join(vertx), Async.join(postgres)));
        var blobs = starting.run(this::startBlobStorage);
        var pubSub = starting.run(this::startPubSub);
        var serviceBus = starting.run(() -> startServiceBus(Async.join(postgres)));
        var schemas = starting.run(() -> migrate(Async.join(postgres)));
        var host = starting.run(
                () -> loadApps(Async.join(outside), Async.join(serviceBus), Async.join(pubSub), Async.join(blobs)));
        Async.join(schemas);
        Identity issuers = Async.join(identity);
        FunctionsHost functions = Async.join(host);
        openGateway(Async.join(vertx), functions, issuers);
        functions.start();
        seed(issuers, Async.join(postgres));
    }

    private LocalPostgres startPostgres() {
        return progress.timed(
                "PostgreSQL",
                () -> parts.add(LocalPostgres.start(
                        data.postgres(),
                        postgresLog(),
                        ports.postgres(),
                        List.of("quayside", "servicebus", "outside"))),
                "127.0.0.1:" + ports.postgres());
    }

    private Path postgresLog() {
        return data.logs().resolve("postgres.log");
    }

    private Identity startIdentity() {
        return progress.timed(
                "identity",
                () -> parts.add(Identity.start(data.path().resolve("identity"), ports.identity())),
                "http://localhost:" + ports.identity());
    }

    private Vertx startVertx() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
        parts.add(() -> vertx.close().await());
        return vertx;
    }

    private OutsideSystems startOutside(Vertx vertx, LocalPostgres postgres) {
        return progress.timed(
                "outside systems",
                () -> parts.add(
                        OutsideSystems.start(vertx, postgres.dataSource("outside", "postgres"), ports.outside())),
                "http://localhost:" + ports.outside());
    }

    private PubSubServer startPubSub() {
        return progress.timed(
                "Web PubSub",
                () -> parts.add(PubSubServer.start(ports.pubSub())),
                "http://localhost:" + ports.pubSub());
    }

    private BlobStorage startBlobStorage() {
        return progress.timed(
                "Blob Storage",
                () -> parts.add(BlobStorage.start(
                        options.repository(),
                        data.blobs(),
                        data.logs().resolve("blobs.log"),
                        ports.blobs(),
                        sentence -> progress.say("  " + sentence))),
                "http://localhost:" + ports.blobs());
    }

    private ServiceBusServer startServiceBus(LocalPostgres postgres) {
        return progress.timed(
                "Service Bus",
                () -> {
                    try {
                        return parts.add(ServiceBusServer.start(new ServiceBusOptions(
                                ports.serviceBus(),
                                ServiceBusFiles.of(options, data.path()),
                                postgres.dataSource("servicebus", "postgres"))));
                    } catch (ConfigException e) {
                        throw new Refusal("Service Bus: " + e.getMessage(), e);
                    }
                },
                "localhost:" + ports.serviceBus());
    }

    private int migrate(LocalPostgres postgres) {
        return progress.timed(
                "schemas",
                () -> {
                    Migrations.bootstrap(postgres);
                    return apps.stream()
                            .mapToInt(app ->
                                    Migrations.migrate(postgres, app.schema(), app.staging(options.repository())))
                            .sum();
                },
                "of " + describe(apps));
    }

    private FunctionsHost loadApps(
            OutsideSystems outside, ServiceBusServer serviceBus, PubSubServer pubSub, BlobStorage blobs) {
        Map<String, String> settings = AppSettings.of(
                ports, outside, serviceBus.connectionString(), pubSub.connectionString(), blobs.connectionString());
        AnchorKey anchors = AnchorKey.in(data.path().resolve("anchor.key"));
        settings.put("AUDIT_ANCHOR_KEY", anchors.privateKey());
        settings.put("AUDIT_ANCHOR_PUBLIC_KEYS", anchors.publicKey());
        // The unchanged packages read their settings as they do in Azure, where a system property wins.
        settings.forEach(System::setProperty);
        AppLogs logs = parts.add(new AppLogs(data.logs()));
        List<Path> folders =
                apps.stream().map(app -> app.staging(options.repository())).toList();
        return progress.timed(
                "functions",
                () -> {
                    try {
                        return parts.add(FunctionsHost.load(new FunctionsHostOptions(folders, settings, logs::write)));
                    } catch (FunctionsLoadException e) {
                        throw new Refusal(e.getMessage(), e);
                    }
                },
                describe(apps));
    }

    private void openGateway(Vertx vertx, FunctionsHost functions, Identity issuers) {
        progress.timed(
                "gateway",
                () -> parts.add(Gateway.open(
                        vertx,
                        List.of(ports.external(), ports.internal()),
                        functions::handle,
                        issuers::token,
                        Banner.addresses(ports))),
                "http://localhost:" + ports.external() + " and http://localhost:" + ports.internal());
    }

    private void seed(Identity issuers, LocalPostgres postgres) {
        if (!apps.contains(App.CATALOG)) {
            return;
        }
        DemoData demo = new DemoData(
                "http://127.0.0.1:" + ports.external() + "/api/v1",
                () -> issuers.token(DemoUser.ADMIN, Duration.ofMinutes(10)));
        try {
            progress.timed("demo data", () -> seed(demo, postgres), DemoData.size() + " products");
        } catch (IllegalStateException e) {
            progress.say("  The demo data is not complete: " + e.getMessage());
        }
    }

    private boolean seed(DemoData demo, LocalPostgres postgres) {
        boolean seeded = demo.seed();
        if (apps.contains(App.ORDERS)) {
            PriceProjection.await(postgres.dataSource("quayside", "postgres"), DemoData.size());
        }
        return seeded;
    }

    private static String describe(List<App> apps) {
        return apps.isEmpty()
                ? "no apps"
                : String.join(", ", apps.stream().map(App::title).toList());
    }

    /** Whether there is anything to stop. */
    boolean isRunning() {
        return parts.any();
    }

    /**
     * Stops everything, the front door first and the database last. A part that is just starting is waited for:
     * it is stopped as soon as it has started, so that nothing is left running.
     */
    @Override
    public void close() {
        parts.refuseMore();
        starting.awaitAll();
        parts.close();
    }
}
