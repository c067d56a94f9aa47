package dev.quayside.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.functions.annotation.FunctionName;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class loading, instances, bounds and timers. */
class InvokingTest {
    private static final String INJECTOR = "com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector";

    @TempDir
    private Path folder;

    @Test
    void an_app_sees_the_jdk_and_the_api_and_nothing_of_the_platform() throws Exception {
        Path api = SampleApp.jarOf(FunctionName.class);
        Path app = SampleApp.named("shop")
                .withClass("F", VISIBILITY)
                .withLibrary("azure-functions-java-library.jar", api)
                .http("See", "F.see", "see", "GET")
                .stage(folder);
        try (var host = RunningHost.of(app)) {
            assertThat(host.get("/api/see").body().lines())
                    .containsExactly(
                            "java.sql.Connection yes",
                            "com.microsoft.azure.functions.annotation.FunctionName shared",
                            "com.fasterxml.jackson.databind.ObjectMapper no",
                            "com.azure.messaging.servicebus.ServiceBusMessage no",
                            "dev.quayside.local.functions.FunctionsHost no",
                            "context class loader: the app's, named shop");
        }
    }

    @Test
    void two_apps_may_have_classes_of_the_same_name() {
        var hosts = new ArrayList<Path>();
        for (String name : List.of("a", "b")) {
            hosts.add(SampleApp.named(name)
                    .withClass("F", "{ public static String at; " + text("\"" + name + "\"") + "}")
                    .http("Text", "F.text", name + "/text", "GET")
                    .stage(folder));
        }
        try (var host = RunningHost.of(hosts.get(0), hosts.get(1))) {
            assertThat(host.get("/api/a/text").body()).isEqualTo("a");
            assertThat(host.get("/api/b/text").body()).isEqualTo("b");
        }
    }

    @Test
    void the_injector_is_made_once_and_asked_on_every_invocation_after_the_arguments_are_bound() {
        Path app = SampleApp.named("shop")
                .withClass(
                        "F",
                        "{ public F(int n) { this.n = n; } int n; " + text("n + \" of \" + Injector.MADE") + NEEDS_ID
                                + "}")
                .withClass("Injector", COUNTING_INJECTOR)
                .withService(INJECTOR, "sample.Injector")
                .http("Text", "F.text", "text", "GET")
                .http("NeedsId", "F.needsId", "needs", "GET")
                .stage(folder);
        try (var host = RunningHost.of(app)) {
            assertThat(host.get("/api/text").body()).isEqualTo("1 of 1");
            assertThat(host.get("/api/needs").statusCode()).isEqualTo(500);
            assertThat(host.get("/api/text").body()).isEqualTo("2 of 1");
        }
    }

    @Test
    void without_an_injector_every_invocation_has_a_new_instance() {
        Path app = SampleApp.named("shop")
                .withClass("F", "{ int n; " + text("\"\" + ++n") + "}")
                .http("Text", "F.text", "text", "GET")
                .stage(folder);
        try (var host = RunningHost.of(app)) {
            assertThat(host.get("/api/text").body()).isEqualTo("1");
            assertThat(host.get("/api/text").body()).isEqualTo("1");
        }
    }

    @Test
    void beyond_the_outstanding_requests_of_host_json_the_answer_is_429_and_waiting_ones_are_served() throws Exception {
        Path app = SampleApp.named("shop")
                .hostJson("""
                        {"version": "2.0", "extensions": {"http":
                          {"maxConcurrentRequests": 1, "maxOutstandingRequests": 2}}}""")
                .withClass("F", GATE)
                .http("Wait", "F.pass", "wait", "GET")
                .stage(folder);
        String gate = "shop.gate." + System.nanoTime();
        System.setProperty("shop.gate", gate);
        try (var host = RunningHost.of(app)) {
            var first = get(host, "/api/wait");
            await().until(() -> System.getProperty(gate + ".entered") != null);
            var others = Stream.generate(() -> get(host, "/api/wait")).limit(3).toList();
            await().until(() ->
                    others.stream().filter(CompletableFuture::isDone).count() == 2);
            System.setProperty(gate, "open");
            assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(others.stream().map(other -> other.join().statusCode()))
                    .containsExactlyInAnyOrder(429, 429, 200);
            assertThat(host.get("/api/wait").statusCode()).isEqualTo(200);
        } finally {
            System.clearProperty("shop.gate");
        }
    }

    @Test
    void an_invocation_beyond_function_timeout_is_a_500_and_its_thread_is_not_interrupted() {
        Path app = SampleApp.named("shop")
                .hostJson("{\"version\": \"2.0\", \"functionTimeout\": \"00:00:01\"}")
                .withClass("F", GATE)
                .http("Wait", "F.pass", "wait", "GET")
                .stage(folder);
        String gate = "shop.gate." + System.nanoTime();
        System.setProperty("shop.gate", gate);
        try (var host = RunningHost.of(app)) {
            assertThat(host.get("/api/wait").statusCode()).isEqualTo(500);
            assertThat(host.log()).anySatisfy(line -> assertThat(line.message()).contains("functionTimeout"));
            System.setProperty(gate, "open");
            await().untilAsserted(
                            () -> assertThat(System.getProperty(gate + ".left")).isEqualTo("normally"));
        } finally {
            System.clearProperty("shop.gate");
        }
    }

    @Test
    void a_timer_fires_on_its_schedule_with_the_payload_of_the_real_host() {
        Path app = SampleApp.named("shop")
                .withClass("F", TIMER)
                .timer("Often", "F.tick", "* * * * * *")
                .timer("Seldom", "F.tick", "0 0 2 * * *")
                .stage(folder);
        try (var host = RunningHost.of(app)) {
            host.host().start();
            await().until(() -> said(host, "Often").size() >= 2);
            assertThat(said(host, "Often").get(0))
                    .isEqualTo("{\"Schedule\":{\"AdjustForDST\":true},\"ScheduleStatus\":null,\"IsPastDue\":false}");
            assertThat(host.host().runTimer("shop", "Seldom")).succeedsWithin(Duration.ofSeconds(5));
            assertThat(said(host, "Seldom"))
                    .singleElement()
                    .asString()
                    .matches("\\{\"Schedule\":\\{\"AdjustForDST\":true},\"ScheduleStatus\":\\{"
                            + "\"Last\":\"0001-01-01T00:00:00Z\",\"Next\":\"....-..-..T02:00:00Z\","
                            + "\"LastUpdated\":\"[^\"]+\"},\"IsPastDue\":false}");
        }
    }

    @Test
    void runs_of_a_timer_never_overlap_and_a_failed_one_says_so() throws Exception {
        Path app = SampleApp.named("shop")
                .withClass("F", OVERLAP)
                .timer("Slow", "F.slow", "0 0 2 * * *")
                .timer("Fail", "F.fail", "0 0 2 * * *")
                .stage(folder);
        try (var host = RunningHost.of(app)) {
            var runs = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < 4; i++) {
                runs.add(host.host().runTimer("shop", "Slow"));
            }
            CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
            assertThat(said(host, "Slow")).containsExactly("1", "1", "1", "1");
            assertThat(host.host().runTimer("shop", "Fail"))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("not today");
            assertThatIllegalArgumentException().isThrownBy(() -> host.host().runTimer("shop", "Gone"));
        }
    }

    @Test
    void closing_waits_for_running_work_and_serves_no_more() throws Exception {
        Path app = SampleApp.named("shop")
                .withClass("F", OVERLAP)
                .timer("Slow", "F.slow", "0 0 2 * * *")
                .http("Text", "F.text", "text", "GET")
                .stage(folder);
        try (var host = RunningHost.of(app)) {
            var run = host.host().runTimer("shop", "Slow");
            host.host().close();
            assertThat(run).succeedsWithin(Duration.ofSeconds(5));
            assertThat(host.get("/api/text").statusCode()).isEqualTo(503);
        }
    }

    private static CompletableFuture<HttpResponse<String>> get(RunningHost host, String path) {
        return CompletableFuture.supplyAsync(() -> host.get(path));
    }

    private static List<String> said(RunningHost host, String function) {
        return host.log().stream()
                .filter(line -> function.equals(line.function()) && line.thrown() == null)
                .map(line -> line.message())
                .toList();
    }

    private static String text(String expression) {
        return """
               public HttpResponseMessage text(@HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> r) {
                 return r.createResponseBuilder(HttpStatus.OK).body(%s).build();
               }
               """.formatted(expression);
    }

    private static final String NEEDS_ID = """
            public HttpResponseMessage needsId(
                @HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> r, @BindingName("id") String id) {
              return null;
            }
            """;

    private static final String COUNTING_INJECTOR = """
             implements com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector {
              static int MADE;
              private int asked;
              public Injector() { MADE++; }
              public <T> T getInstance(Class<T> type) { return type.cast(new F(++asked)); }
            }
            """;

    private static final String VISIBILITY = """
             {
              public HttpResponseMessage see(@HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> r) {
                ClassLoader mine = F.class.getClassLoader();
                ClassLoader context = Thread.currentThread().getContextClassLoader();
                return r.createResponseBuilder(HttpStatus.OK).body(
                    see("java.sql.Connection") + see("com.microsoft.azure.functions.annotation.FunctionName")
                    + see("com.fasterxml.jackson.databind.ObjectMapper")
                    + see("com.azure.messaging.servicebus.ServiceBusMessage")
                    + see("dev.quayside.local.functions.FunctionsHost")
                    + "context class loader: " + (context == mine ? "the app's" : "another")
                    + ", named " + mine.getName()).build();
              }
              private static String see(String name) {
                try {
                  boolean shared = Class.forName(name).getClassLoader() == HttpTrigger.class.getClassLoader()
                      && HttpTrigger.class.getClassLoader() != F.class.getClassLoader();
                  return name + (shared ? " shared" : " yes") + "\\n";
                } catch (ClassNotFoundException e) {
                  return name + " no\\n";
                }
              }
            }
            """;

    /** Waits until a system property, whose name is in shop.gate, says open. */
    private static final String GATE = """
             {
              public HttpResponseMessage pass(@HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> r) {
                String gate = System.getProperty("shop.gate");
                System.setProperty(gate + ".entered", "yes");
                while (System.getProperty(gate) == null) {
                  try {
                    Thread.sleep(5);
                  } catch (InterruptedException e) {
                    System.setProperty(gate + ".left", "interrupted");
                    return null;
                  }
                }
                System.setProperty(gate + ".left", "normally");
                return r.createResponseBuilder(HttpStatus.OK).build();
              }
            }
            """;

    private static final String TIMER = """
             {
              public void tick(@TimerTrigger(name = "timer", schedule = "") String payload, ExecutionContext context) {
                context.getLogger().info(payload);
              }
            }
            """;

    private static final String OVERLAP = """
             {
              private static final java.util.concurrent.atomic.AtomicInteger BUSY =
                  new java.util.concurrent.atomic.AtomicInteger();
              public void slow(@TimerTrigger(name = "timer", schedule = "") String payload, ExecutionContext context)
                  throws InterruptedException {
                context.getLogger().info("" + BUSY.incrementAndGet());
                Thread.sleep(50);
                BUSY.decrementAndGet();
              }
              public void fail(@TimerTrigger(name = "timer", schedule = "") String payload) {
                throw new IllegalStateException("not today");
              }
              public HttpResponseMessage text(@HttpTrigger(name = "req") String body) { return null; }
            }
            """;
}
