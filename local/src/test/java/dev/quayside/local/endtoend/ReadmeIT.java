package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.PlatformProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's walk-through, line by line, as a shell runs it. */
class ReadmeIT {

    private static final String NEXT = "--- next block ---";
    private static final Pattern BLOCK = Pattern.compile("^```\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void every_line_of_the_walk_through_works() throws Exception {
        try (PlatformProcess platform = PlatformProcess.start()) {
            List<String> said = List.of(run(script(platform)).split(NEXT));

            assertThat(said).hasSize(4);
            assertThat(said.get(0))
                    .contains("\"event\":\"connected\"", "\"event\":\"order-confirmed\"")
                    .contains("\"PLACED\"", "\"RESERVED\"", "\"PAID\"", "\"CONFIRMED\"");
            assertThat(said.get(1)).contains("Larsen", "\"order.placed\"", "\"order.confirmed\"");
            assertThat(said.get(2).lines())
                    .contains("index.html", "customers.json", "orders.json", "payments.json", "notifications.json");
            assertThat(said.get(3))
                    .contains("\"COMPLETED\"", "gdpr.erased-part", "gdpr.erasure-requested", "\"intact\":true")
                    .doesNotContain("Larsen");
        }
    }

    /** The blocks between "Try it" and the next heading, at the platform's own addresses. */
    private String script(PlatformProcess platform) throws IOException {
        String readme = Files.readString(Staging.repository().resolve("README.md"));
        String walk = readme.substring(readme.indexOf("\n## Try it\n"), readme.indexOf("\n## How it fits together\n"));
        String script = BLOCK.matcher(walk)
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("echo '" + NEXT + "'\n"));
        return script.replace("http://localhost:8080", platform.external("").toString())
                .replace("http://localhost:8081", platform.internal("").toString())
                .replace("/tmp/", folder + "/");
    }

    private String run(String script) throws Exception {
        Path said = folder.resolve("said.txt");
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        shell.environment().merge("PATH", System.getProperty("java.home") + "/bin", (path, jdk) -> jdk + ":" + path);
        Process process = shell.start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES))
                    .as("ends by itself: %s", Files.readString(said))
                    .isTrue();
            return Files.readString(said);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
