package dev.quayside.local.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each app counts in a static field of a library: one that they share counts for both. */
class SharedLibrariesTest {
    private static final String COUNTER = "{ private static int calls; public static int next() { return ++calls; } }";
    private static final String READER = """
            {
                public String count(@HttpTrigger(name = "req") HttpRequestMessage<Optional<String>> request)
                        throws Exception {
                    Class<?> counter = getClass().getClassLoader().loadClass("sample.Counter");
                    return String.valueOf(counter.getMethod("next").invoke(null));
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void the_same_library_is_loaded_once_for_all_apps() throws IOException {
        Path counter = library("counter", "Counter", COUNTER);

        assertThat(countsOf(
                        app("first").withLibrary("counter.jar", counter),
                        app("second").withLibrary("counter.jar", counter)))
                .containsExactly("1", "2");
    }

    @Test
    void an_app_may_bring_more_than_the_others() throws IOException {
        Path counter = library("counter", "Counter", COUNTER);
        Path other = library("other", "Other", "{}");

        assertThat(countsOf(
                        app("first").withLibrary("counter.jar", counter),
                        app("second").withLibrary("counter.jar", counter).withLibrary("other.jar", other)))
                .containsExactly("1", "2");
    }

    @Test
    void libraries_that_differ_under_one_name_are_each_apps_own() throws IOException {
        Path counter = library("counter", "Counter", COUNTER);
        Path later = library("later", "Counter", COUNTER.replace("++calls", "++calls * 10"));

        assertThat(countsOf(
                        app("first").withLibrary("counter.jar", counter),
                        app("second").withLibrary("counter.jar", later)))
                .containsExactly("1", "10");
    }

    @Test
    void nothing_is_shared_when_one_of_the_fewest_differs() throws IOException {
        Path counter = library("counter", "Counter", COUNTER);
        Path log = library("log", "Log", "{}");
        Path otherLog = library("otherLog", "Log", "{ int other; }");

        assertThat(countsOf(
                        app("first").withLibrary("counter.jar", counter).withLibrary("log.jar", log),
                        app("second").withLibrary("counter.jar", counter).withLibrary("log.jar", otherLog)))
                .containsExactly("1", "1");
    }

    private static SampleApp app(String name) {
        return SampleApp.named(name).withClass("Reader", READER).http("Count", "Reader.count", name, "GET");
    }

    private Path library(String name, String className, String body) throws IOException {
        Path parent = Files.createDirectories(folder.resolve("libraries"));
        return SampleApp.named(name).withClass(className, body).stage(parent).resolve(name + ".jar");
    }

    private String[] countsOf(SampleApp first, SampleApp second) {
        try (var host = RunningHost.of(first.stage(folder), second.stage(folder))) {
            return Stream.of("first", "second")
                    .map(name -> host.get("/api/" + name).body())
                    .toArray(String[]::new);
        }
    }
}
