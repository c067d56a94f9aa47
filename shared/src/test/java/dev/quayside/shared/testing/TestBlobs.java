package dev.quayside.shared.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.gdpr.GdprParticipant;
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.storage.BlobStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real Blob Storage for tests: one Azurite per JVM, on a free port, empty. Containers are made by whoever writes into
 * them; tests that must not meet each other's blobs take names of their own.
 */
public final class TestBlobs {

    private TestBlobs() {}

    public static BlobSettings settings() {
        return new BlobSettings(null, null, Secret.of(Server.INSTANCE.connectionString));
    }

    /** An app's part of an export, as it was written. */
    public static String part(String blob) throws IOException {
        BlobStore blobs = new BlobStore(settings());
        try (InputStream in = blobs.read(GdprParticipant.PARTS, blob).orElseThrow()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** Started with the first test that needs it. It ends, and its files go, when its standard input closes. */
    private static final class Server {
        static final Server INSTANCE = new Server();

        /** Kept, since its standard input closes when it is collected. */
        final Process process;

        final String connectionString;

        private Server() {
            try {
                process = new ProcessBuilder(script().toString(), "0")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                connectionString = connectionString(process.inputReader(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String connectionString(BufferedReader output) throws IOException {
            String line = output.readLine();
            while (line != null && line.startsWith("say ")) {
                line = output.readLine();
            }
            if (line == null || !line.startsWith("ready ")) {
                throw new IllegalStateException("Azurite does not start: " + line);
            }
            return line.substring("ready ".length());
        }

        /** Found from the folder of any module. */
        private static Path script() {
            Path folder = Path.of("").toAbsolutePath();
            while (folder != null) {
                Path script = folder.resolve("local/azurite/azurite");
                if (Files.exists(script)) {
                    return script;
                }
                folder = folder.getParent();
            }
            throw new IllegalStateException(
                    "local/azurite/azurite is not above " + Path.of("").toAbsolutePath());
        }
    }
}
