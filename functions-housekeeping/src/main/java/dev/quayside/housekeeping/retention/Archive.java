package dev.quayside.housekeeping.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quayside.housekeeping.jobs.JobRun;
import dev.quayside.housekeeping.jobs.Step;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.storage.BlobStore.Written;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jdbi.v3.core.Handle;

/**
 * Moves rows to Blob Storage: compressed JSON lines, a file a batch, each with a manifest. Rows are removed by the ids of
 * those in the file, once file and manifest are written, in the transaction that notes the file: a file that is not in
 * {@code archives} is what somebody left who died over it, and its rows are still there.
 */
public final class Archive {

    static final String CONTAINER = "archives";

    private final BlobStore blobs;
    private final Clock clock;

    public Archive(BlobStore blobs, Clock clock) {
        this.blobs = blobs;
        this.clock = clock;
    }

    /** A row to be archived; {@code content} is a line of JSON. */
    record Row(UUID id, String content) {}

    /**
     * What a file holds.
     *
     * @param before all rows are older than this
     * @param firstId of the rows in their order
     */
    record Manifest(
            String blob,
            String rule,
            UUID runId,
            int rows,
            long bytes,
            String sha256,
            Instant before,
            UUID firstId,
            UUID lastId,
            Instant archivedAt) {}

    /** Moves a batch. */
    Step move(Handle transaction, JobRun run, Rule rule, Step soFar) {
        List<Row> rows = RetentionStore.read(transaction, rule);
        if (rows.isEmpty()) {
            return soFar.plus(0, true);
        }
        int number = soFar.cursor() == null ? 1 : Integer.parseInt(soFar.cursor()) + 1;
        clearUp(run, rule, number);
        RetentionStore.noteArchive(transaction, write(run, rule, number, rows));
        int removed = RetentionStore.remove(
                transaction, rule, rows.stream().map(Row::id).toList());
        if (removed != rows.size()) {
            // One of them was being written to, or went by another way meanwhile: the batch begins anew, with what is.
            throw new IllegalStateException(
                    removed + " of " + rows.size() + " archived rows were there to be removed",
                    new SQLTransientException());
        }
        return soFar.plus(removed, removed < rule.batch()).at(String.valueOf(number));
    }

    private Manifest write(JobRun run, Rule rule, int number, List<Row> rows) {
        String blob = name(run, rule, number, run.deaths());
        Written written = blobs.write(CONTAINER, blob, "application/gzip", out -> compress(rows, out));
        Manifest manifest = new Manifest(
                blob,
                rule.name(),
                run.id(),
                rows.size(),
                written.bytes(),
                written.sha256(),
                rule.before(),
                rows.get(0).id(),
                rows.get(rows.size() - 1).id(),
                clock.instant());
        blobs.write(
                CONTAINER,
                manifestOf(blob),
                "application/json",
                out -> out.write(Json.write(manifest).getBytes(UTF_8)));
        return manifest;
    }

    private static void compress(List<Row> rows, OutputStream out) throws IOException {
        GZIPOutputStream gzip = new GZIPOutputStream(out);
        for (Row row : rows) {
            gzip.write(row.content.getBytes(UTF_8));
            gzip.write('\n');
        }
        gzip.finish();
    }

    /** Deletes what workers who died over this file have left: copies of rows that are still there. */
    private void clearUp(JobRun run, Rule rule, int number) {
        for (int death = 0; death < run.deaths(); death++) {
            String left = name(run, rule, number, death);
            blobs.delete(CONTAINER, manifestOf(left));
            blobs.delete(CONTAINER, left);
        }
    }

    /** Never the name that a worker used who was taken for dead: if it lives, it must not write over our file. */
    private static String name(JobRun run, Rule rule, int number, int deaths) {
        return "%s/%s/%s/%05d-%d.jsonl.gz"
                .formatted(rule.name(), run.asOf().atZone(ZoneOffset.UTC).toLocalDate(), run.id(), number, deaths);
    }

    private static String manifestOf(String blob) {
        return blob.replace(".jsonl.gz", ".manifest.json");
    }
}
