package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.audit.chain.OfflineVerifierAccess;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.storage.BlobStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Ten events of orders that are recorded, and what anchors say of them, online and offline. */
abstract class AnchoredOrders {

    @TempDir
    Path folder;

    AuditWorld world;

    @BeforeEach
    void open() {
        world = new AuditWorld();
        record(10);
    }

    @AfterEach
    void close() {
        world.close();
    }

    void record(int events) {
        for (int i = 0; i < events; i++) {
            world.orders(event(new OrderDelivered(Ids.newId(), AuditWorld.CUSTOMER)));
        }
    }

    LocalDate today() {
        return LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
    }

    JsonNode anchors() {
        return body(world.anchors(world.admin())).get("items");
    }

    JsonNode verify() {
        return body(world.verify(world.admin()));
    }

    void assertIntact(int anchors) {
        JsonNode report = verify();
        assertThat(report.get("intact").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.get("anchors")).hasSize(anchors);
    }

    void assertFound(String kind, long seq) {
        JsonNode report = verify();
        assertThat(report.get("intact").asBoolean()).isFalse();
        assertThat(report.at("/anchors/0/holds").asBoolean()).isFalse();
        JsonNode broken = report.at("/streams/0/firstBreak");
        assertThat(broken.get("kind").asText()).as(report.toString()).isEqualTo(kind);
        assertThat(broken.get("seq").asLong()).isEqualTo(seq);
    }

    /** All pages of the stream's export in a file. */
    Path export() throws Exception {
        return Files.writeString(
                folder.resolve("orders.jsonl"),
                (String) world.export(world.admin(), "stream", "order-events").getBody() + "\n");
    }

    Path keys() throws Exception {
        return Files.writeString(
                folder.resolve("keys.json"), (String) world.anchorKeys().getBody());
    }

    Path anchorsFile() throws Exception {
        return Files.writeString(folder.resolve("anchors.jsonl"), (String)
                world.anchors(world.admin()).getBody());
    }

    String verifyOffline() throws Exception {
        return offline(keys(), anchorsFile());
    }

    BlobStore blobs() {
        return new BlobStore(world.settings.blobs());
    }

    String container() {
        return world.settings.anchors().container();
    }

    void put(String document) {
        blobs().write(
                        container(),
                        today() + ".jws",
                        "application/jose",
                        out -> out.write(document.getBytes(StandardCharsets.US_ASCII)));
    }

    String offline(Path keys, Path anchors) throws Exception {
        return OfflineVerifierAccess.verify(
                "--keys", keys.toString(), "--anchors", anchors.toString(), export().toString());
    }
}
