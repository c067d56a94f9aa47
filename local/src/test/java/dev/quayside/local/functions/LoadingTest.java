package dev.quayside.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingTest {
    private static final String INJECTOR = "com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector";

    @TempDir
    private Path folder;

    @Test
    void everything_that_is_wrong_is_reported_at_once() {
        Path first = SampleApp.named("first")
                .withClass("F", CLASS)
                .function("ABadType", "F.ok", "{\"type\": \"kafkaTrigger\", \"name\": \"req\"}")
                .http("BNoMethod", "F.missing", "b", "GET")
                .http("CTwice", "F.twice", "c", "GET")
                .http("DNoClass", "Gone.ok", "d", "GET")
                .http("ERoute", "F.ok", "e/{x:colour}", "GET")
                .http("FAdmin", "F.ok", "admin/x", "GET")
                .http("GVerbs", "F.ok", "g")
                .timer("HSchedule", "F.tick", "0 0 99 * * *")
                .timer("ISetting", "F.tick", "%MISSING%")
                .function("JQueue", "F.tick", QUEUE)
                .http("KPojo", "F.pojo", "k", "GET")
                .http("LUnbound", "F.unbound", "l", "GET")
                .http("MPrivate", "Hidden.ok", "m", "GET")
                .http("NInput", "F.other", "n", "GET")
                .http("OArgs", "NoDefault.ok", "o", "GET")
                .withClass("NoDefault", "{ public NoDefault(int x) {} " + OK + "}")
                .stage(folder);
        Path second = SampleApp.named("second").hostJson(null).stage(folder);
        Path third = SampleApp.named("third").hostJson("{\"version\": \"1\"}").stage(folder);

        var failure = catchThrowableOfType(FunctionsLoadException.class, () -> load(Map.of(), first, second, third));

        assertThat(failure.problems()).allMatch(problem -> problem.endsWith("."));
        assertThat(String.join("\n", failure.problems()))
                .contains("App first, function ABadType: the binding type \"kafkaTrigger\" is not known here.")
                .contains("function BNoMethod: the class sample.F has no public methods named missing")
                .contains("function CTwice: the class sample.F has 2 public methods named twice")
                .contains("function DNoClass: the class sample.Gone cannot be loaded")
                .contains("function ERoute: the route \"e/{x:colour}\" is wrong: the constraint \"colour\"")
                .contains("function FAdmin: the route \"admin/x\" begins with admin or runtime")
                .contains("function GVerbs: the HTTP trigger names no method.")
                .contains("function HSchedule: the schedule \"0 0 99 * * *\" is wrong")
                .contains("function ISetting: the setting MISSING is missing.")
                .contains("function JQueue: the setting BUS (a Service Bus connection string)")
                .contains("function KPojo: parameter body has the type java.util.Map")
                .contains("function LUnbound: parameter x has no binding annotation")
                .contains("function MPrivate: the class sample.Hidden cannot be loaded")
                .contains("function NInput: parameter body asks for the input \"other\"")
                .contains("function OArgs: the class sample.NoDefault has no public constructor")
                .contains("App second: there is no host.json")
                .contains("App third: host.json must say \"version\": \"2.0\".");
        assertThat(failure.problems()).hasSize(17);
    }

    @Test
    void an_app_with_two_injectors_is_not_loaded() {
        Path app = SampleApp.named("shop")
                .withClass("F", CLASS)
                .withClass("One", INJECTOR_CLASS)
                .withClass("Two", INJECTOR_CLASS)
                .withService(INJECTOR, "sample.One")
                .withService(INJECTOR, "sample.Two")
                .http("Ok", "F.ok", "ok", "GET")
                .stage(folder);
        var failure = catchThrowableOfType(FunctionsLoadException.class, () -> load(Map.of(), app));
        assertThat(failure.problems()).containsExactly("App shop: it has 2 FunctionInstanceInjectors; one is allowed.");
    }

    @Test
    void an_injector_that_throws_is_a_problem_that_names_the_cause() {
        Path app = SampleApp.named("shop")
                .withClass("F", CLASS)
                .withClass(
                        "One",
                        INJECTOR_CLASS.replaceFirst("\\{", "{ public One() { throw new RuntimeException(\"no\"); }"))
                .withService(INJECTOR, "sample.One")
                .http("Ok", "F.ok", "ok", "GET")
                .stage(folder);
        var failure = catchThrowableOfType(FunctionsLoadException.class, () -> load(Map.of(), app));
        assertThat(failure.problems()).singleElement().asString().contains("cannot be created", "RuntimeException: no");
    }

    @Test
    void loading_runs_no_code_of_a_function_class() {
        Path app = SampleApp.named("shop")
                .withClass("F", "{ static { if (true) throw new IllegalStateException(); } " + OK + "}")
                .http("Ok", "F.ok", "ok", "GET")
                .stage(folder);
        try (FunctionsHost host = load(Map.of(), app)) {
            assertThat(host.functions()).hasSize(1);
        }
    }

    @Test
    void settings_are_put_into_bindings_and_functions_are_described() throws Exception {
        Path app = SampleApp.named("shop")
                .hostJson("{\"version\": \"2.0\", \"extensions\": {\"http\": {\"routePrefix\": \"shop\"}}}")
                .withClass("F", CLASS)
                .http("Ok", "F.ok", "v1/%PLACE%/{id:guid}", "get", "POST")
                .timer("Tick", "F.tick", "%EVERY%")
                .function("Queue", "F.tick", QUEUE)
                .stage(folder);
        Files.createDirectories(app.resolve("not-a-function"));
        var settings = Map.of("PLACE", "here", "EVERY", "0 0 * * * *", "NAME", "q1", "BUS", "Endpoint=sb://x/;a=b");
        try (FunctionsHost host = load(settings, app)) {
            assertThat(host.functions())
                    .containsExactly(
                            new FunctionDescription(
                                    "shop", "Ok", TriggerKind.HTTP, "/shop/v1/here/{id:guid}", List.of("GET", "POST")),
                            new FunctionDescription("shop", "Queue", TriggerKind.SERVICE_BUS, "q1", List.of()),
                            new FunctionDescription("shop", "Tick", TriggerKind.TIMER, "0 0 * * * *", List.of()));
        }
    }

    private static FunctionsHost load(Map<String, String> settings, Path... folders) {
        return FunctionsHost.load(new FunctionsHostOptions(List.of(folders), settings, line -> {}));
    }

    private static final String QUEUE = """
            {"type": "serviceBusTrigger", "direction": "in", "name": "timer", "queueName": "%NAME%",
             "connection": "BUS"}""".replace("%NAME%", "q1");

    private static final String OK =
            "public HttpResponseMessage ok(@HttpTrigger(name = \"req\") String body) { return null; }";

    private static final String CLASS = """
             {
              public HttpResponseMessage ok(@HttpTrigger(name = "req") String body) { return null; }
              public HttpResponseMessage twice(@HttpTrigger(name = "req") String body) { return null; }
              public HttpResponseMessage twice() { return null; }
              public HttpResponseMessage pojo(@HttpTrigger(name = "req") Map<String, String> body) { return null; }
              public HttpResponseMessage unbound(@HttpTrigger(name = "req") String body, String x) { return null; }
              public HttpResponseMessage other(@HttpTrigger(name = "other") String body) { return null; }
              public void tick(@TimerTrigger(name = "timer", schedule = "") String payload) {}
            }
            """;

    private static final String INJECTOR_CLASS = """
             implements com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector {
              public <T> T getInstance(Class<T> type) throws Exception { return type.getConstructor().newInstance(); }
            }
            """;
}
