package dev.quayside.customers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the apps write of exports, on a real Blob Storage. */
final class ExportParts {

    private static final HttpClient BROWSER = HttpClient.newHttpClient();

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

    /** A new export with all parts; returns its id. */
    UUID made(UUID customer) {
        UUID export = requested(customer);
        allWritten(export, customer).forEach(bench::gdpr);
        assertThat(state(customer, export).get("state").asText()).isEqualTo("READY");
        return export;
    }

    /** What a browser gets under the link. */
    static HttpResponse<byte[]> fetch(JsonNode state) throws Exception {
        URI link = URI.create(state.get("link").asText());
        return BROWSER.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The timer fires. */
    void tick() {
        bench.messages.tendExports("", bench.context);
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
