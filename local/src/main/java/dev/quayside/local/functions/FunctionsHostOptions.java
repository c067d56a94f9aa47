package dev.quayside.local.functions;

import dev.quayside.local.functions.invoking.LogLine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the host runs and how.
 *
 * @param stagingFolders one per app, as azure-functions-maven-plugin writes them
 * @param settings app settings, for {@code %NAME%} in bindings and for connections; the apps read their own
 * @param log takes what functions log and what the host says about them; called from many threads
 * @param accessKey opens functions whose level is FUNCTION or ADMIN; empty: nothing does
 */
public record FunctionsHostOptions(
        List<Path> stagingFolders, Map<String, String> settings, Consumer<LogLine> log, Optional<String> accessKey) {

    public FunctionsHostOptions {
        stagingFolders = List.copyOf(stagingFolders);
        settings = Map.copyOf(settings);
    }

    /** Without an access key. */
    public FunctionsHostOptions(List<Path> stagingFolders, Map<String, String> settings, Consumer<LogLine> log) {
        this(stagingFolders, settings, log, Optional.empty());
    }
}
