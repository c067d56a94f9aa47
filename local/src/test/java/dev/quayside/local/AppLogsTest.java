package dev.quayside.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quayside.local.functions.invoking.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppLogsTest {
    @TempDir
    private Path folder;

    @Test
    void each_app_has_a_file_named_as_people_call_it_that_goes_on_after_a_restart() throws IOException {
        try (AppLogs logs = new AppLogs(folder)) {
            logs.write(line("quayside-orders", "first"));
            logs.write(line("orders", "second"));
            logs.write(line("quayside-catalog", "other"));
        }
        try (AppLogs logs = new AppLogs(folder)) {
            logs.write(line("orders", "third"));
        }

        assertThat(Files.readAllLines(folder.resolve("orders.log")))
                .hasSize(3)
                .allMatch(json -> json.startsWith("{") && json.endsWith("}"));
        assertThat(Files.readAllLines(folder.resolve("catalog.log"))).hasSize(1);
    }

    @Test
    void a_line_is_in_the_file_a_moment_after_it_was_written() {
        try (AppLogs logs = new AppLogs(folder)) {
            logs.write(line("orders", "first"));

            await().untilAsserted(() ->
                    assertThat(Files.readAllLines(folder.resolve("orders.log"))).hasSize(1));
        }
    }

    @Test
    void a_line_that_comes_after_the_end_is_dropped() throws IOException {
        AppLogs logs = new AppLogs(folder);
        logs.write(line("orders", "in time"));
        logs.close();

        logs.write(line("orders", "late"));

        assertThat(Files.readAllLines(folder.resolve("orders.log"))).hasSize(1);
    }

    private static LogLine line(String app, String message) {
        return new LogLine(Instant.EPOCH, Level.INFO, app, null, null, message, null);
    }
}
