package dev.quayside.local.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The staging folders of this checkout: what azure-functions-maven-plugin packaged, and what is deployed. */
final class Staging {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Staging() {}

    /** One packaged Function App. */
    record App(String name, Path folder) {
        List<Function> functions() {
            return folders(folder).stream()
                    .filter(path -> Files.exists(path.resolve("function.json")))
                    .map(path -> new Function(this, path, json(path.resolve("function.json"))))
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** One function of an app, with its function.json. */
    record Function(App app, Path folder, JsonNode json) {
        String entryPoint() {
            return json.path("entryPoint").asText();
        }

        Path script() {
            return folder.resolve(json.path("scriptFile").asText()).normalize();
        }

        /** The operations that the function answers; none for timers and messages. */
        List<Route> routes() {
            return binding("httpTrigger").stream()
                    .flatMap(trigger -> texts(trigger.path("methods")).map(method -> Route.of(method, trigger)))
                    .toList();
        }

        private Optional<JsonNode> binding(String type) {
            for (JsonNode binding : json.path("bindings")) {
                if (binding.path("type").asText().equals(type)) {
                    return Optional.of(binding);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return app + "/" + folder.getFileName();
        }
    }

    /** A method and a path template without constraints: {@code GET /api/v1/orders/{id}}. */
    record Route(String method, String path) implements Comparable<Route> {
        static Route of(String method, JsonNode trigger) {
            String path = trigger.path("route").asText().replaceAll("\\{(\\w+):[^/]*}", "{$1}");
            return new Route(method.toUpperCase(Locale.ROOT), "/api/" + path);
        }

        @Override
        public int compareTo(Route other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** All packaged apps. @throws IllegalStateException if there is none: build the whole project first */
    static List<App> apps() {
        List<App> apps = new ArrayList<>();
        for (Path module : folders(repository())) {
            String name = module.getFileName().toString().replaceFirst("^functions-", "");
            Path folder = module.resolve("target/azure-functions/quayside-" + name);
            if (Files.exists(folder.resolve("host.json"))) {
                apps.add(new App(name, folder));
            } else if (module.getFileName().toString().startsWith("functions-")) {
                throw new IllegalStateException(folder + " is not there: run mvn package for the whole project");
            }
        }
        if (apps.isEmpty()) {
            throw new IllegalStateException("There is no Function App in " + repository());
        }
        return apps;
    }

    /** What all apps answer over HTTP. */
    static SortedSet<Route> routes() {
        SortedSet<Route> routes = new TreeSet<>();
        apps().forEach(app -> routes.addAll(routes(app)));
        return routes;
    }

    static SortedSet<Route> routes(App app) {
        SortedSet<Route> routes = new TreeSet<>();
        app.functions().forEach(function -> routes.addAll(function.routes()));
        return routes;
    }

    static Stream<String> texts(JsonNode list) {
        Stream.Builder<String> texts = Stream.builder();
        list.forEach(entry -> texts.add(entry.asText()));
        return texts.build();
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> folders(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("local") ? here.getParent() : here;
    }
}
