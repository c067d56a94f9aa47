package dev.quayside.local.functions;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Writes a staging folder in the shape of azure-functions-maven-plugin, from sources compiled on the spot. */
public final class SampleApp {
    private static final String IMPORTS = """
            import com.microsoft.azure.functions.*;
            import com.microsoft.azure.functions.annotation.*;
            import java.util.*;
            """;
    private static final String ANSWER = "{\"type\": \"http\", \"direction\": \"out\", \"name\": \"$return\"}";

    /** Only these: javac would otherwise search all that the platform brings, which takes a second each time. */
    private static final String API_JARS = Stream.of(
                    FunctionName.class, HttpMethod.class, FunctionInstanceInjector.class)
            .map(type -> jarOf(type).toString())
            .collect(Collectors.joining(File.pathSeparator));

    private final String name;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> services = new LinkedHashMap<>();
    private final Map<String, String> functions = new LinkedHashMap<>();
    private final Map<String, byte[]> libraries = new LinkedHashMap<>();
    private String hostJson = "{\"version\": \"2.0\"}";

    private SampleApp(String name) {
        this.name = name;
    }

    public static SampleApp named(String name) {
        return new SampleApp(name);
    }

    /** The jar on the class path that a class comes from. */
    static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public SampleApp hostJson(String json) {
        hostJson = json;
        return this;
    }

    /** A public class in the package sample; the Functions API and java.util are imported. */
    public SampleApp withClass(String simpleName, String body) {
        sources.put(simpleName, "package sample;\n" + IMPORTS + "public class " + simpleName + body);
        return this;
    }

    public SampleApp withService(String service, String provider) {
        services.merge("META-INF/services/" + service, provider, (first, next) -> first + "\n" + next);
        return this;
    }

    public SampleApp withLibrary(String fileName, Path jar) throws IOException {
        libraries.put(fileName, Files.readAllBytes(jar));
        return this;
    }

    /** An anonymous HTTP function, as the plugin would describe it; entryPoint is Class.method. */
    public SampleApp http(String function, String entryPoint, String route, String... methods) {
        return http(function, entryPoint, route, "ANONYMOUS", List.of(methods));
    }

    public SampleApp http(String function, String entryPoint, String route, String level, List<String> methods) {
        String names = methods.isEmpty() ? "" : "\"" + String.join("\", \"", methods) + "\"";
        return function(function, entryPoint, """
                {"type": "httpTrigger", "direction": "in", "name": "req", "route": "%s",
                 "methods": [%s], "authLevel": "%s"}, %s""".formatted(route, names, level, ANSWER));
    }

    public SampleApp timer(String function, String entryPoint, String schedule) {
        return function(function, entryPoint, """
                {"type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "%s"}""".formatted(schedule));
    }

    public SampleApp function(String function, String entryPoint, String bindings) {
        functions.put(function, """
                {"scriptFile": "../%s.jar", "entryPoint": "sample.%s", "bindings": [%s]}""".formatted(name, entryPoint, bindings));
        return this;
    }

    /** Compiles and writes everything; returns the staging folder. */
    public Path stage(Path parent) {
        Path folder = parent.resolve(name);
        try {
            Files.createDirectories(folder.resolve("lib"));
            if (hostJson != null) {
                Files.writeString(folder.resolve("host.json"), hostJson);
            }
            jar(folder.resolve(name + ".jar"), compile(Files.createTempDirectory(parent, "classes")));
            for (var function : functions.entrySet()) {
                Path functionFolder = Files.createDirectories(folder.resolve(function.getKey()));
                Files.writeString(functionFolder.resolve("function.json"), function.getValue());
            }
            for (var library : libraries.entrySet()) {
                Files.write(folder.resolve("lib").resolve(library.getKey()), library.getValue());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path compile(Path classes) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        List<? extends JavaFileObject> files = sources.entrySet().stream()
                .map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        List<String> options =
                List.of("-d", classes.toString(), "-classpath", API_JARS, "-parameters", "-proc:none", "-nowarn");
        boolean compiled = files.isEmpty()
                || compiler.getTask(null, null, null, options, null, files).call();
        if (!compiled) {
            throw new IllegalStateException("The sample does not compile");
        }
        return classes;
    }

    private void jar(Path jar, Path classes) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                var entries = new JarOutputStream(file);
                var found = Files.walk(classes)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, entries);
            }
            for (var service : services.entrySet()) {
                entries.putNextEntry(new JarEntry(service.getKey()));
                entries.write(service.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String simpleName, String text) {
            super(URI.create("string:///sample/" + simpleName + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
