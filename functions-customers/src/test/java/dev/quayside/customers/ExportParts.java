package dev.quayside.customers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the apps write of exports, on a real Blob Storage. */
final class ExportParts {

    final CustomersBench bench;
    final BlobStore blobs;

    ExportParts(CustomersBench bench) {
        this.bench = bench;
        this.blobs = new BlobStore(bench.blobs);
    }

    /** Asks for a new export of the customer; returns its id. */
    UUID requested(UUID customer) {
        return UUID.fromString(CustomersBench.json(bench.requestExport(bench.tokens.client(customer), customer))
                .get("exportId")
                .asText());
    }

    /** An app writes its part; returns what it tells. */
    ExportPartReady written(UUID export, UUID customer, String app, String json) {
        String blob = export + "/" + app + ".json";
        BlobStore.Written written = blobs.write(
                "gdpr-parts", blob, "application/json", out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
        return new ExportPartReady(export, customer, app, blob, written.sha256(), 1, written.bytes(), Instant.now());
    }

    ExportPartReady written(UUID export, UUID customer, String app) {
        return written(export, customer, app, json(app, "value of " + app));
    }

    /** All apps write their parts. */
    List<ExportPartReady> allWritten(UUID export, UUID customer) {
        return GdprEvents.PARTICIPANTS.stream()
                .map(app -> written(export, customer, app))
                .toList();
    }

    static String json(String app, String value) {
        return """
                {"app":"%s","at":"2026-01-31T12:00:00Z","tables":[{"name":"some_things","columns":[
                {"name":"someText","holds":"a text","purpose":"a test","retention":"a minute"}],
                "rows":[{"someText":"%s","nothing":null,"nested":{"city":"Berlin","list":[1,2]}}]},
                {"name":"empty","columns":[],"rows":[]}]}""".formatted(app, value);
    }

    JsonNode state(UUID customer, UUID export) {
        return CustomersBench.json(bench.export(bench.tokens.client(customer), customer, export));
    }

    Optional<byte[]> read(String container, String blob) {
        return blobs.read(container, blob).map(in -> {
            try (InputStream stream = in) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    boolean isThere(UUID export) {
        return read("gdpr-exports", export + ".zip").isPresent();
    }

    void assertPartsAreGone(UUID export) {
        for (String app : GdprEvents.PARTICIPANTS) {
            assertThat(read("gdpr-parts", export + "/" + app + ".json")).as(app).isEmpty();
        }
        assertThat(bench.count("select count(*) from export_parts where export_id = '" + export + "'"))
                .isZero();
    }
}
