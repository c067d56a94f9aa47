package dev.quayside.local.functions;

import dev.quayside.local.functions.invoking.Invocations;
import dev.quayside.local.functions.invoking.LoadedApp;
import dev.quayside.local.functions.invoking.LoadedFunction;
import dev.quayside.local.functions.staging.Problems;
import dev.quayside.local.functions.staging.Settings;
import dev.quayside.local.functions.staging.SharedLibraries;
import dev.quayside.local.functions.staging.StagedApp;
import dev.quayside.local.functions.staging.Trigger;
import dev.quayside.local.functions.triggers.HttpTriggers;
import dev.quayside.local.functions.triggers.ServiceBusTriggers;
import dev.quayside.local.functions.triggers.TimerTriggers;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Runs packaged Function Apps as the Azure Functions host and its Java worker do. It owns no port: whoever does hands
 * it the requests. Every method may be called from any thread.
 */
public final class FunctionsHost implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final List<LoadedApp> apps;
    private final SharedLibraries libraries;
    private final ScheduledExecutorService clock;
    private final Invocations invocations;
    private final HttpTriggers http;
    private final TimerTriggers timers;
    private final ServiceBusTriggers messages;
    private volatile boolean closed;

    private FunctionsHost(
            List<LoadedApp> apps,
            SharedLibraries libraries,
            FunctionsHostOptions options,
            Settings settings,
            Problems problems) {
        this.apps = apps;
        this.libraries = libraries;
        this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "functions-clock");
            thread.setDaemon(true);
            return thread;
        });
        this.invocations = new Invocations(clock, options.log());
        this.http = new HttpTriggers(apps, invocations, options.accessKey(), problems);
        this.timers = new TimerTriggers(apps, invocations, problems);
        this.messages = new ServiceBusTriggers(apps, settings, invocations);
    }

    /**
     * Reads the staging folders and loads their classes. Of the apps' own code only the injectors' constructors run.
     *
     * @throws FunctionsLoadException with everything that is wrong
     */
    public static FunctionsHost load(FunctionsHostOptions options) {
        var settings = new Settings(options.settings());
        var problems = new Problems();
        List<StagedApp> staged = options.stagingFolders().stream()
                .flatMap(folder -> StagedApp.read(folder, settings, problems).stream())
                .toList();
        var libraries = SharedLibraries.of(staged);
        List<LoadedApp> apps = staged.stream()
                .map(app -> LoadedApp.load(app, libraries, problems))
                .toList();
        var host = new FunctionsHost(apps, libraries, options, settings, problems);
        if (!problems.all().isEmpty()) {
            host.close();
            throw new FunctionsLoadException(problems.all());
        }
        return host;
    }

    /** Starts timers and message receivers. HTTP is served from loading on. */
    public void start() {
        timers.start();
        messages.start();
    }

    /**
     * Answers a request if one of the functions has its route and method. To be called on the request's event loop,
     * before its body has been read.
     *
     * @return false when no function answers it; the request is then untouched, and 404 is the right answer
     */
    public boolean handle(HttpServerRequest request) {
        if (closed) {
            request.response().setStatusCode(503).end();
            return true;
        }
        return http.handle(request);
    }

    /**
     * Runs a timer function now.
     *
     * @return completes when the run has ended, exceptionally when the function failed
     * @throws IllegalArgumentException when there is no such timer function
     */
    public CompletableFuture<Void> runTimer(String app, String function) {
        return timers.run(app, function);
    }

    /** All functions, in the order of apps and names. */
    public List<FunctionDescription> functions() {
        return apps.stream()
                .flatMap(app -> app.functions().stream())
                .map(FunctionsHost::describe)
                .toList();
    }

    /** Takes no new work, gives running work five seconds, then closes the apps' class loaders. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        long end = System.nanoTime() + GRACE.toNanos();
        timers.stop();
        messages.drain(GRACE);
        invocations.awaitIdle(Duration.ofNanos(end - System.nanoTime()));
        messages.close();
        invocations.close();
        clock.shutdownNow();
        apps.forEach(LoadedApp::close);
        libraries.close();
    }

    private static FunctionDescription describe(LoadedFunction function) {
        Trigger trigger = function.trigger();
        if (trigger instanceof Trigger.Http http) {
            String prefix = function.loadedApp().host().routePrefix();
            String route = (prefix.isEmpty() ? "/" : "/" + prefix + "/") + http.route();
            return describe(function, TriggerKind.HTTP, route, http.methods());
        }
        if (trigger instanceof Trigger.Timer timer) {
            return describe(function, TriggerKind.TIMER, timer.schedule(), List.of());
        }
        return describe(function, TriggerKind.SERVICE_BUS, ((Trigger.ServiceBus) trigger).entity(), List.of());
    }

    private static FunctionDescription describe(
            LoadedFunction function, TriggerKind kind, String source, List<String> methods) {
        return new FunctionDescription(function.app(), function.name(), kind, source, methods);
    }
}
