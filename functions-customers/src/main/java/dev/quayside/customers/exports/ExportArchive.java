package dev.quayside.customers.exports;

import dev.quayside.shared.gdpr.GdprParticipant;
import dev.quayside.shared.storage.BlobStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The file that a customer gets: each app's part as it came, for machines, and a page for people. Parts run through from
 * blob to blob, once for either; none is ever in memory as a whole.
 */
final class ExportArchive {

    private final BlobStore blobs;
    private final Export export;
    private final List<ExportPart> parts;

    ExportArchive(BlobStore blobs, Export export, List<ExportPart> parts) {
        this.blobs = blobs;
        this.export = export;
        this.parts = List.copyOf(parts);
    }

    /** What is done with a part while it runs through. */
    private interface Reader {
        void read(InputStream part) throws IOException;
    }

    /** @throws SpoiltPartException if a part is not there, or not what its app has told of */
    void writeTo(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            zip.putNextEntry(entry("index.html"));
            Writer page = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
            ExportPage.begin(page, export, parts);
            for (ExportPart part : parts) {
                read(part, json -> ExportPage.part(page, json));
            }
            ExportPage.end(page);
            page.flush();
            zip.closeEntry();
            for (ExportPart part : parts) {
                zip.putNextEntry(entry(part.app() + ".json"));
                read(part, json -> json.transferTo(zip));
                zip.closeEntry();
            }
        }
    }

    private ZipEntry entry(String name) {
        return new ZipEntry(name).setLastModifiedTime(FileTime.from(export.requestedAt()));
    }

    private void read(ExportPart part, Reader reader) throws IOException {
        String blob = Export.partBlob(export.id(), part.app());
        try (InputStream json =
                blobs.read(GdprParticipant.PARTS, blob).orElseThrow(() -> new SpoiltPartException(part))) {
            DigestInputStream digested = new DigestInputStream(json, sha256());
            reader.read(digested);
            digested.transferTo(OutputStream.nullOutputStream());
            if (!HexFormat.of().formatHex(digested.getMessageDigest().digest()).equals(part.sha256())) {
                throw new SpoiltPartException(part);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
