package dev.quayside.shared.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.models.BlobStorageException;
import com.sun.net.httpserver.HttpServer;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.storage.BlobStore.Content;
import dev.quayside.shared.storage.BlobStore.Written;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestBlobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** On a real Blob Storage: Azurite. */
class BlobStoreTest {

    private static final String TEXT = "text/plain";
    private static final int MEGABYTE = 1024 * 1024;

    private final BlobStore store = new BlobStore(TestBlobs.settings());
    private final String container = "test-" + Ids.newId();

    @Test
    void a_blob_is_read_as_it_was_written() throws Exception {
        Written written = store.write(container, "a/b c.txt", TEXT, text("Grüße"));

        assertThat(read("a/b c.txt")).isEqualTo("Grüße");
        assertThat(written).isEqualTo(new Written(sha256(text("Grüße")), 7));
    }

    @Test
    void an_empty_blob_is_a_blob() throws Exception {
        Written written = store.write(container, "empty", TEXT, out -> {});

        assertThat(written.bytes()).isZero();
        assertThat(read("empty")).isEmpty();
    }

    @Test
    void a_container_is_immutable_by_its_policy_only() throws Exception {
        assertThat(store.isImmutable(container)).isFalse();
        store.write(container, "blob", TEXT, text("first"));
        assertThat(store.isImmutable(container)).isFalse();

        // Azurite has no policies: an answer as Azure gives it.
        HttpServer azure = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        azure.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("x-ms-has-immutability-policy", "true");
            exchange.getResponseHeaders().set("x-ms-version", "2024-11-04");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        azure.start();
        try {
            String connection =
                    "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;BlobEndpoint=http://127.0.0.1:%d/a;"
                            .formatted(azure.getAddress().getPort());
            BlobStore withPolicy = new BlobStore(new BlobSettings(null, null, Secret.of(connection)));
            assertThat(withPolicy.isImmutable(container)).isTrue();
        } finally {
            azure.stop(0);
        }
    }

    @Test
    void a_later_write_replaces_the_blob() throws Exception {
        store.write(container, "blob", TEXT, megabytes(1, 5));
        store.write(container, "blob", TEXT, text("second"));

        assertThat(read("blob")).isEqualTo("second");
    }

    @Test
    void a_big_blob_is_never_whole_in_memory() throws Exception {
        long before = usedMemory();
        long[] whileWriting = new long[1];
        Written written = store.write(container, "big", "application/octet-stream", out -> {
            megabytes(7, 80).writeTo(out);
            whileWriting[0] = usedMemory() - before;
        });
        long whileReading;
        try (InputStream in = store.read(container, "big").orElseThrow()) {
            in.skipNBytes(79 * MEGABYTE);
            whileReading = usedMemory() - before;
        }

        assertThat(whileWriting[0]).isLessThan(40 * MEGABYTE);
        assertThat(whileReading).isLessThan(40 * MEGABYTE);
        assertThat(written).isEqualTo(new Written(sha256(megabytes(7, 80)), 80 * MEGABYTE));
        assertThat(sha256(store.read(container, "big").orElseThrow()::transferTo))
                .isEqualTo(written.sha256());
    }

    @Test
    void of_content_that_fails_nothing_is_seen() {
        for (int megabytes : new int[] {0, 9}) {
            assertThatThrownBy(() -> store.write(container, "failing", TEXT, out -> {
                        megabytes(1, megabytes).writeTo(out);
                        out.close();
                        throw new IOException("no more");
                    }))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("no more");

            assertThat(store.read(container, "failing")).isEmpty();
        }
    }

    @Test
    void content_that_fails_leaves_the_blob_that_was_there() throws Exception {
        store.write(container, "kept", TEXT, text("first"));

        assertThatThrownBy(() -> store.write(container, "kept", TEXT, out -> {
                    megabytes(1, 9).writeTo(out);
                    throw new IllegalStateException("no more");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(read("kept")).isEqualTo("first");
    }

    @Test
    void what_is_written_once_is_not_written_again() throws Exception {
        assertThat(store.writeOnce(container, "once", TEXT, text("first"))).isPresent();
        assertThat(store.writeOnce(container, "once", TEXT, out -> {
                    throw new IllegalStateException("asked for nothing");
                }))
                .isEmpty();

        assertThat(read("once")).isEqualTo("first");
    }

    @Test
    void of_many_who_write_once_at_once_one_succeeds() throws Exception {
        for (int megabytes : new int[] {1, 9}) {
            List<Callable<Optional<Written>>> writers = new ArrayList<>();
            for (int seed = 0; seed < 6; seed++) {
                Content content = megabytes(seed, megabytes);
                writers.add(() -> store.writeOnce(container, "race-" + megabytes, TEXT, content));
            }
            List<Written> successes =
                    AtOnce.call(writers).stream().flatMap(Optional::stream).toList();

            assertThat(successes).hasSize(1);
            assertThat(sha256(store.read(container, "race-" + megabytes).orElseThrow()::transferTo))
                    .isEqualTo(successes.get(0).sha256());
        }
    }

    @Test
    void two_who_write_the_same_blob_at_once_do_not_mix() throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int seed = 0; seed < 2; seed++) {
            Content content = megabytes(seed, 9);
            writers.add(() -> {
                try {
                    return store.write(container, "mixed", TEXT, content).bytes() > 0;
                } catch (BlobStorageException theOtherWasFirst) {
                    return false;
                }
            });
        }

        assertThat(AtOnce.call(writers)).contains(true);
        assertThat(sha256(store.read(container, "mixed").orElseThrow()::transferTo))
                .isIn(sha256(megabytes(0, 9)), sha256(megabytes(1, 9)));
    }

    @Test
    void where_no_container_is_nothing_is() {
        assertThat(store.read("missing-container", "blob")).isEmpty();
        store.delete("missing-container", "blob");
    }

    @Test
    void the_first_write_makes_the_container_however_it_is_sent() {
        assertThat(store.writeOnce(container + "-1", "blob", TEXT, text("small")))
                .isPresent();
        assertThat(store.writeOnce(container + "-2", "blob", TEXT, megabytes(1, 5)))
                .isPresent();
    }

    @Test
    void a_deleted_blob_is_gone_and_can_be_deleted_again() {
        store.write(container, "going", TEXT, text("soon"));

        store.delete(container, "going");
        store.delete(container, "going");

        assertThat(store.read(container, "going")).isEmpty();
    }

    @Test
    void a_link_downloads_one_blob_as_a_file_until_it_expires() throws Exception {
        store.write(container, "mine/export.zip", "application/zip", text("mine"));
        store.write(container, "other", TEXT, text("other"));
        URI link = store.link(container, "mine/export.zip", Instant.now().plusSeconds(300), "my-data.zip");

        HttpResponse<String> answer = send(HttpRequest.newBuilder(link));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("mine");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"my-data.zip\"");

        URI expired = store.link(container, "mine/export.zip", Instant.now().minusSeconds(1), "my-data.zip");
        assertThat(send(HttpRequest.newBuilder(expired)).statusCode()).isEqualTo(403);
        URI otherBlob = URI.create(link.toString().replace("mine%2Fexport.zip", "other"));
        assertThat(send(HttpRequest.newBuilder(otherBlob)).statusCode()).isEqualTo(403);
        URI longer = URI.create(link.toString().replaceFirst("se=\\d{4}", "se=2999"));
        assertThat(send(HttpRequest.newBuilder(longer)).statusCode()).isEqualTo(403);
        assertThat(send(HttpRequest.newBuilder(link)
                                .header("x-ms-blob-type", "BlockBlob")
                                .PUT(BodyPublishers.ofString("changed")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(HttpRequest.newBuilder(link).DELETE()).statusCode()).isEqualTo(403);
    }

    @Test
    void a_file_name_cannot_carry_a_header() {
        for (String name : List.of("a\"b", "a\r\nb", "", "a/b")) {
            assertThatThrownBy(() -> store.link(container, "blob", Instant.now(), name))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private String read(String blob) throws IOException {
        try (InputStream in = store.read(container, blob).orElseThrow()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static Content text(String text) {
        return out -> out.write(text.getBytes(UTF_8));
    }

    /** The same noise each time, in pieces that do not divide a block. */
    private static Content megabytes(int seed, int count) {
        return out -> {
            Random noise = new Random(seed);
            byte[] piece = new byte[MEGABYTE / 3];
            for (long left = (long) count * MEGABYTE; left > 0; left -= piece.length) {
                noise.nextBytes(piece);
                out.write(piece, 0, (int) Math.min(left, piece.length));
            }
        };
    }

    private static String sha256(Content content) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        content.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
