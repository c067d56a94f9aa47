package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported over HTTP is verified by a process of its own that has nothing but the file. */
class OfflineVerifierIT {

    private static List<String> pages;
    private static List<String> rewritten;
    private static List<String> anchors;
    private static List<String> keys;

    @TempDir
    private Path folder;

    @BeforeAll
    static void export() {
        pages = new ArrayList<>();
        try (AuditWorld world = new AuditWorld()) {
            UUID erased = Ids.newId();
            world.orders(IntStream.range(0, 9)
                    .mapToObj(i -> event(new OrderDelivered(Ids.newId(), i == 1 ? erased : AuditWorld.CUSTOMER)))
                    .toArray(String[]::new));
            // The tenth entry says so.
            world.gdprPart(world.partRequested(Ids.newId(), erased));
            String after = "0";
            while (!after.isEmpty()) {
                var page = world.export(world.admin(), "stream", "order-events", "after", after, "limit", "4");
                pages.add((String) page.getBody());
                after = body(page).path("next").asText();
            }
            world.anchor();
            anchors = List.of((String) world.anchors(world.admin()).getBody());
            keys = List.of((String) world.anchorKeys().getBody());
            world.sql("update audit_logs set actor = 'employee:nobody' where stream = 'order-events' and seq = 3");
            new Forger(world).chainAnew("order-events");
            rewritten = List.of((String)
                    world.export(world.admin(), "stream", "order-events").getBody());
        }
    }

    @AfterAll
    static void forget() {
        pages = null;
        rewritten = null;
        anchors = null;
        keys = null;
    }

    private String verify(List<String> lines) throws IOException, InterruptedException {
        return run(file("export.jsonl", lines));
    }

    private String verifyWithAnchors(List<String> lines) throws IOException, InterruptedException {
        return run(
                "--keys", file("keys.json", keys), "--anchors", file("anchors.jsonl", anchors), file("e.jsonl", lines));
    }

    private String file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines).toString();
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-jar",
                Path.of("target/quayside-audit-verifier.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        File out = folder.resolve("out").toFile();
        return process.exitValue() + " " + Files.readString(out.toPath()).strip();
    }

    @Test
    void pages_as_they_were_exported_hold() throws Exception {
        assertThat(pages).hasSize(3);
        assertThat(verify(pages))
                .isEqualTo(
                        "0 order-events: rows 1 to 10 hold, 1 of them with erased content; that is the whole stream");
    }

    @Test
    void a_chain_that_was_rewritten_as_a_whole_is_caught_by_the_anchor_alone() throws Exception {
        assertThat(verifyWithAnchors(pages)).startsWith("0 ").endsWith("anchors that hold: 1");
        assertThat(verify(rewritten)).startsWith("0 ");
        assertThat(verifyWithAnchors(rewritten)).startsWith("1 ").contains("REWRITTEN");
    }

    @Test
    void a_changed_word_is_found() throws Exception {
        List<String> changed = new ArrayList<>(pages);
        changed.set(1, pages.get(1).replaceFirst("order\\.delivered", "order.shipped"));

        assertThat(verify(changed)).startsWith("1 ").contains("rows 1 to 4 hold", "CHANGED at 5");
    }

    @Test
    void pages_in_another_order_and_missing_ones_are_found() throws Exception {
        assertThat(verify(List.of(pages.get(0), pages.get(2), pages.get(1)))).contains("REORDERED at 5");
        assertThat(verify(List.of(pages.get(0), pages.get(2)))).contains("REMOVED at 5", "rows 5 to 8 are missing");
    }

    @Test
    void a_missing_end_is_found() throws Exception {
        assertThat(verify(pages.subList(0, 2))).startsWith("1 ").contains("the export stops before the end");
        JsonNode last = AuditWorld.json(pages.get(2));
        ((ArrayNode) last.get("items")).remove(1);
        assertThat(verify(List.of(pages.get(0), pages.get(1), last.toString()))).contains("REMOVED at 10");
    }

    @Test
    void a_part_is_verified_from_where_it_starts() throws Exception {
        assertThat(verify(pages.subList(1, 3))).startsWith("0 order-events: rows 5 to 10 hold");
    }

    @Test
    void what_is_no_export_is_told() throws Exception {
        assertThat(verify(List.of("{}"))).startsWith("2 ").contains("cannot be read");
        assertThat(verify(List.of("not json"))).startsWith("2 ");
        assertThat(verify(List.of())).startsWith("2 ");
    }

    @Test
    void the_export_itself_is_recorded() {
        try (AuditWorld world = new AuditWorld()) {
            world.export(world.admin(), "stream", "api");
            JsonNode entry =
                    body(world.list(world.admin(), "action", "audit.exported")).at("/items/0");
            assertThat(entry.path("subjectType").asText()).isEqualTo("audit");
        }
    }
}
