package dev.quayside.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** JavaScript sources below {@code src/test/js} with what they need from npm, installed once below {@code target}. */
public final class NodePackage {
    private static final long PATIENCE_MINUTES = 4;

    private final Path folder;

    private NodePackage(Path folder) {
        this.folder = folder;
    }

    /**
     * @param sources a folder with {@code package.json}
     * @param folder where to install it
     * @param module the package that tells whether it is installed
     */
    public static NodePackage install(Path sources, Path folder, String module) throws Exception {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(sources).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        NodePackage installed = new NodePackage(folder.toAbsolutePath());
        if (Files.notExists(folder.resolve("node_modules").resolve(module).resolve("package.json"))) {
            installed.run("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
        }
        return installed;
    }

    /** Runs a command in it to its end, which must be a good one, and returns what it printed. */
    public String run(String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "run", ".log");
        Process process = builder(command).redirectOutput(log.toFile()).start();
        try {
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            String output = Files.readString(log, UTF_8);
            assertThat(ended).as("%s ended; it said: %s", command[0], output).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts a script with node; the caller ends it. */
    public Process start(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return builder(command.toArray(String[]::new)).start();
    }

    private ProcessBuilder builder(String... command) {
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    }
}
