package dev.quayside.local.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.local.FreePorts;
import dev.quayside.local.Refusal;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStorageIT {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    @TempDir
    private Path folder;

    private final int port = FreePorts.one();

    @Test
    void blobs_stay_between_runs() throws Exception {
        try (BlobStorage storage = start()) {
            store(storage).write("kept", "blob", "text/plain", out -> out.write("kept".getBytes(UTF_8)));
        }
        try (BlobStorage storage = start();
                InputStream in = store(storage).read("kept", "blob").orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo("kept".getBytes(UTF_8));
        }
    }

    @Test
    void one_that_is_about_to_end_is_waited_for_and_has_kept_the_latest_blobs() throws Exception {
        try (BlobStorage storage = start()) {
            store(storage).write("kept", "blob", "text/plain", out -> out.write(1));
            long pid = Long.parseLong(
                    Files.readString(folder.resolve("blobs/azurite.pid")).strip());
            ProcessHandle.of(pid).orElseThrow().destroy();

            BlobStorage.awaitEndOfOrphan(folder.resolve("blobs"));

            assertThat(ProcessHandle.of(pid)).isEmpty();
        }
        try (BlobStorage storage = start();
                InputStream in = store(storage).read("kept", "blob").orElseThrow()) {
            assertThat(in.readAllBytes()).containsExactly(1);
        }
    }

    @Test
    void a_taken_port_is_refused_in_one_sentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith("Blob Storage does not start: ")
                    .hasMessageContaining("EADDRINUSE");
            assertThat(taken.isClosed()).isFalse();
        }
    }

    @Test
    void without_node_it_is_refused_in_one_sentence() throws Exception {
        assertThat(scriptWithNode(null))
                .isEqualTo("refused Node.js is needed for the local Blob Storage: install Node.js 20 or later.");
    }

    @Test
    void an_old_node_is_refused_in_one_sentence() throws Exception {
        assertThat(scriptWithNode("echo 18"))
                .isEqualTo("refused Quayside needs Node.js 20 or later; the node on the path is version 18.");
    }

    private BlobStorage start() {
        return BlobStorage.start(
                REPOSITORY, folder.resolve("blobs"), folder.resolve("blobs.log"), port, sentence -> {});
    }

    private static BlobStore store(BlobStorage storage) {
        return new BlobStore(new BlobSettings(null, null, Secret.of(storage.connectionString())));
    }

    /** @param node what the only node on the path does; null: there is none */
    private String scriptWithNode(String node) throws IOException, InterruptedException {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        for (String program : List.of("bash", "dirname", "readlink", "cmp")) {
            program(programs.resolve(program), "exec /usr/bin/" + program + " \"$@\"");
        }
        if (node != null) {
            program(programs.resolve("node"), node);
        }
        ProcessBuilder builder =
                new ProcessBuilder(REPOSITORY.resolve("local/azurite/azurite").toString(), "0");
        builder.environment().put("PATH", programs.toString());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        return output.strip();
    }

    private static void program(Path file, String does) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + does + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
