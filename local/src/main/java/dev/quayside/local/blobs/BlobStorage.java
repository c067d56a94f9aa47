package dev.quayside.local.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quayside.local.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The platform's Blob Storage: Azurite in a Node.js process, on 127.0.0.1 only. Its files stay between runs; the account
 * key is new at each start. It ends when this process does, however that ends.
 */
public final class BlobStorage implements AutoCloseable {
    private static final long STOP_SECONDS = 10;
    private static final String REFUSED = "refused ";
    private static final String READY = "ready ";

    private final Process process;
    private final String connectionString;

    private BlobStorage(Process process, String connectionString) {
        this.process = process;
        this.connectionString = connectionString;
    }

    /**
     * Starts Azurite over {@code folder}, after installing it at the first time.
     *
     * @param repository has {@code local/azurite}
     * @param log the file that it, and npm, complain to
     * @param say is told what takes long, in a sentence
     * @throws Refusal if this machine cannot run it
     */
    public static BlobStorage start(Path repository, Path folder, Path log, int port, Consumer<String> say) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(
                            repository.resolve("local/azurite/azurite").toString(),
                            Integer.toString(port),
                            folder.toAbsolutePath().toString())
                    .redirectError(Redirect.appendTo(log.toFile()))
                    .start();
            return new BlobStorage(process, connectionString(process.inputReader(UTF_8), log, say));
        } catch (IOException e) {
            throw new Refusal("Blob Storage does not start: " + e.getMessage() + ".", e);
        }
    }

    private static String connectionString(BufferedReader output, Path log, Consumer<String> say) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return line.substring(READY.length());
            }
            if (line.startsWith(REFUSED)) {
                throw new Refusal(line.substring(REFUSED.length()));
            }
            say.accept(line.substring(line.indexOf(' ') + 1));
        }
        throw new Refusal("Blob Storage does not start; the reason is at the end of " + log + ".");
    }

    /** What {@code azure-storage-blob} connects with. */
    public String connectionString() {
        return connectionString;
    }

    /**
     * Waits for the Azurite that a killed platform leaves over {@code folder}: it is about to end by itself. The caller
     * holds the lock of the folder, so nobody uses it any more.
     */
    public static void awaitEndOfOrphan(Path folder) {
        orphan(folder).ifPresent(BlobStorage::awaitEnd);
    }

    private static Optional<ProcessHandle> orphan(Path folder) {
        Path pidFile = folder.resolve("azurite.pid");
        try {
            if (Files.notExists(pidFile)) {
                return Optional.empty();
            }
            String pid = Files.readString(pidFile).strip();
            return pid.matches("\\d{1,18}")
                    ? ProcessHandle.of(Long.parseLong(pid)).filter(process -> serves(process, folder))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of a process that is gone may meanwhile be someone else's. */
    private static boolean serves(ProcessHandle process, Path folder) {
        List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
        return arguments.contains(folder.toAbsolutePath().toString());
    }

    private static void awaitEnd(ProcessHandle process) {
        process.onExit()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .exceptionally(tooLong -> {
                    process.destroyForcibly();
                    return process;
                })
                .join();
    }

    /** Returns when it has ended. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            process.destroy();
        }
        awaitEnd(process.toHandle());
    }
}
