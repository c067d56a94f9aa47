package dev.quayside.local.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.NodePackage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@code src/test/js/webpubsub/client.js} in a process of its own: told what to do, telling what happens. */
final class JavaScriptClient implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Process process;
    private final PrintWriter input;

    /** @param protocol {@code json} or {@code reliable} */
    JavaScriptClient(NodePackage node, String url, String protocol) throws IOException {
        process = node.start("client.js", url, protocol);
        input = new PrintWriter(process.outputWriter(UTF_8), true);
        Thread reader = new Thread(this::read, "javascript-client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("unreadable: " + e.getMessage());
        }
    }

    void tell(String command) {
        input.println(command);
    }

    /** The next line it prints. */
    String line() throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("the next line of the JavaScript client").isNotNull();
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
