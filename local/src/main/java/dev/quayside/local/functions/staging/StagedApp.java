package dev.quayside.local.functions.staging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A staging folder as azure-functions-maven-plugin writes it: host.json, one folder with a function.json per function,
 * the app's jar and lib/.
 *
 * @param name the folder's name, which is the Function App's
 * @param functions in order of name, which is the order in which routes are tried
 */
public record StagedApp(String name, Path folder, HostJson host, List<StagedFunction> functions) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a folder without running anything of it. Empty when it is no app at all; what is wrong is in problems. */
    public static Optional<StagedApp> read(Path folder, Settings settings, Problems problems) {
        String app = folder.toAbsolutePath().normalize().getFileName().toString();
        if (!Files.isRegularFile(folder.resolve("host.json"))) {
            problems.inApp(app, "there is no host.json in " + folder + "; package the app first.");
            return Optional.empty();
        }
        try {
            HostJson host =
                    HostJson.of(JSON.readTree(folder.resolve("host.json").toFile()));
            var functions = new ArrayList<StagedFunction>();
            for (Path functionFolder : functionFolders(folder)) {
                readFunction(app, functionFolder, settings, problems).ifPresent(functions::add);
            }
            return Optional.of(new StagedApp(app, folder, host, List.copyOf(functions)));
        } catch (InvalidBindingException e) {
            problems.inApp(app, e.getMessage() + ".");
        } catch (JsonProcessingException e) {
            problems.inApp(app, "host.json is not valid JSON: " + e.getOriginalMessage() + ".");
        } catch (IOException e) {
            problems.inApp(app, "host.json cannot be read: " + e.getMessage() + ".");
        }
        return Optional.empty();
    }

    /** The jars that make up the app: those its functions name, and its libraries. */
    public List<Path> jars() {
        var jars = new TreeSet<Path>(libraries());
        functions.forEach(function -> jars.add(function.scriptFile()));
        return List.copyOf(jars);
    }

    /** The jars in lib/. */
    public List<Path> libraries() {
        Path lib = folder.resolve("lib");
        return Files.isDirectory(lib)
                ? list(lib, path -> path.getFileName().toString().endsWith(".jar"))
                : List.of();
    }

    private static List<Path> functionFolders(Path folder) {
        return list(folder, path -> Files.isRegularFile(path.resolve("function.json")));
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (var entries = Files.list(folder)) {
            return entries.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static Optional<StagedFunction> readFunction(
            String app, Path folder, Settings settings, Problems problems) {
        String name = folder.getFileName().toString();
        try {
            JsonNode json = JSON.readTree(folder.resolve("function.json").toFile());
            Path jar = folder.resolve(json.path("scriptFile").asText()).normalize();
            String entryPoint = json.path("entryPoint").asText();
            int dot = entryPoint.lastIndexOf('.');
            if (!Files.isRegularFile(jar)) {
                throw new InvalidBindingException("the jar " + jar + " does not exist");
            }
            if (dot < 1) {
                throw new InvalidBindingException("the entry point \"" + entryPoint + "\" is not class.method");
            }
            Trigger trigger = new Bindings(name, settings).trigger(json.path("bindings"));
            return Optional.of(new StagedFunction(
                    app, name, jar, entryPoint.substring(0, dot), entryPoint.substring(dot + 1), trigger));
        } catch (InvalidBindingException e) {
            problems.inFunction(app, name, e.getMessage() + ".");
        } catch (IOException e) {
            problems.inFunction(app, name, "function.json cannot be read: " + e.getMessage() + ".");
        }
        return Optional.empty();
    }
}
