package dev.quayside.local.servicebus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs {@code src/test/js/servicebus.js}: the official JavaScript SDK, installed from npm, unmodified. */
class JavaScriptSdkIT {

    private static final Path SOURCES = Path.of("src", "test", "js");
    private static final Path WORK = Path.of("target", "servicebus-js");

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(WORK);
        for (String file : List.of("package.json", "servicebus.js")) {
            Files.write(WORK.resolve(file), Files.readAllBytes(SOURCES.resolve(file)));
        }
        if (Files.notExists(WORK.resolve("node_modules/@azure/service-bus/package.json"))) {
            run("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
        }
    }

    @Test
    void the_javascript_sdk_works_unmodified() throws Exception {
        try (TestBus bus = TestBus.start()) {
            String output = run("node", "servicebus.js", bus.server().connectionString());

            assertThat(output).endsWith("all steps passed\n");
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(WORK.toAbsolutePath(), "run", ".log");
        Process process = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(4, TimeUnit.MINUTES);
            String output = Files.readString(log, UTF_8);
            assertThat(ended).as("%s ended; it said: %s", command[0], output).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
