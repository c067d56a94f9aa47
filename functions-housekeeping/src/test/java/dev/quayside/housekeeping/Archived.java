package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.testing.TestBlobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** What the archives of a database hold, each file held against what is noted of it. */
final class Archived {

    private final JobsWorld world;
    private final BlobStore blobs = new BlobStore(TestBlobs.settings());

    Archived(JobsWorld world) {
        this.world = world;
    }

    List<String> files() {
        return world.database
                .admin()
                .withHandle(handle -> handle.select("select blob from archives order by blob")
                        .mapTo(String.class)
                        .list());
    }

    /** The ids in all files that are noted, in their order. */
    List<String> ids() {
        return files().stream()
                .flatMap(blob -> rows(blob).stream())
                .map(row -> row.path("id").asText())
                .toList();
    }

    /** The rows in a file, which is what the database and its manifest say it is. */
    List<JsonNode> rows(String blob) {
        byte[] file = bytes(blob);
        Map<String, Object> noted = world.database
                .admin()
                .withHandle(handle -> handle.select("select rows, sha256 from archives where blob = ?", blob)
                        .mapToMap()
                        .one());
        JsonNode manifest = manifest(blob);
        List<JsonNode> rows = new ArrayList<>();
        try (InputStream lines = new GZIPInputStream(new ByteArrayInputStream(file))) {
            new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> rows.add(HousekeepingWorld.json(line)));
        } catch (IOException e) {
            throw new AssertionError(blob, e);
        }
        assertThat(sha256(file)).isEqualTo(noted.get("sha256"));
        assertThat(manifest.path("sha256").asText()).isEqualTo(noted.get("sha256"));
        assertThat(rows).hasSize((Integer) noted.get("rows"));
        assertThat(manifest.path("rows").asInt()).isEqualTo(rows.size());
        return rows;
    }

    JsonNode manifest(String blob) {
        return HousekeepingWorld.json(
                new String(bytes(blob.replace(".jsonl.gz", ".manifest.json")), StandardCharsets.UTF_8));
    }

    byte[] bytes(String blob) {
        try (InputStream in = blobs.read("archives", blob).orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(blob, e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
