package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.GdprEvents;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestBlobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A copy of all data about a customer: asked of seven apps, made one file. */
class ExportIT {

    private static CustomersBench bench;
    private static ExportParts parts;

    private UUID id;
    private String alice;

    @BeforeAll
    static void open() {
        bench = new CustomersBench(TestBlobs.settings());
        parts = new ExportParts(bench);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void register() {
        bench.clock.set(Instant.now());
        id = bench.registered("Alice <b>Larsen</b>", "alice@example.com");
        alice = bench.tokens.client(id);
    }

    private static Map<String, String> entries(byte[] zip) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    @Test
    void a_customer_gets_all_parts_in_one_file() throws Exception {
        bench.order(OrderFixture.placed(Ids.newId(), id));
        HttpResponseMessage asked = bench.requestExport(alice, id);
        assertThat(asked.getStatusCode()).isEqualTo(202);
        UUID export = UUID.fromString(json(asked).get("exportId").asText());
        assertThat(asked.getHeader("Location")).isEqualTo("/api/v1/customers/" + id + "/gdpr/exports/" + export);
        assertThat(json(asked).get("missing")).hasSize(7);

        // This app writes its part as it is told to; the others are played.
        bench.gdpr(new ExportRequested(export, id, "client:" + id, Instant.now()));
        JsonNode own = bench.told(ExportPartReady.TYPE, id).get(0);
        bench.gdpr(new ExportPartReady(
                export,
                id,
                "customers",
                own.get("blob").asText(),
                own.get("sha256").asText(),
                4,
                9,
                Instant.now()));
        for (String app : GdprEvents.PARTICIPANTS) {
            if (!app.equals("customers")) {
                assertThat(parts.state(id, export).get("missing").toString()).contains(app);
                bench.gdpr(parts.written(export, id, app));
            }
        }

        JsonNode ready = parts.state(id, export);
        assertThat(ready.get("state").asText()).isEqualTo("READY");
        HttpResponse<byte[]> file = ExportParts.fetch(ready);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("quayside-data-")
                .contains(".zip");
        Map<String, String> entries = entries(file.body());
        assertThat(entries.keySet())
                .containsExactlyInAnyOrder(
                        "index.html",
                        "orders.json",
                        "catalog.json",
                        "payments.json",
                        "notifications.json",
                        "customers.json",
                        "housekeeping.json",
                        "audit.json");
        assertThat(entries.get("audit.json")).isEqualTo(ExportParts.json("audit", "value of audit"));
        JsonNode customers = json(entries.get("customers.json"));
        assertThat(customers.get("tables").findValuesAsText("name"))
                .contains("customers", "customer_orders", "consents")
                .doesNotContain("search_words");
        assertThat(entries.get("index.html"))
                .contains("Alice &lt;b&gt;Larsen&lt;/b&gt;", "alice@example.com", "Customer orders")
                .contains("<td>value of audit</td>", "City: Berlin, List: 1; 2", "<p>Nothing.</p>")
                .doesNotContain("<b>Larsen", "{{");
        assertThat(bench.told(ExportReady.TYPE, id)).hasSize(1);
        parts.assertPartsAreGone(export);
    }

    @Test
    void asked_again_within_a_day_it_is_the_same_export() {
        UUID first = parts.requested(id);

        assertThat(parts.requested(id)).isEqualTo(first);
        assertThat(json(bench.requestExport(bench.agent, id)).get("exportId").asText())
                .isEqualTo(first.toString());
        bench.clock.advance(Duration.ofHours(24).minusSeconds(30));
        assertThat(parts.requested(id)).isEqualTo(first);
        assertThat(bench.told(ExportRequested.TYPE, id)).hasSize(1);

        bench.clock.advance(Duration.ofSeconds(31));

        assertThat(parts.requested(id)).isNotEqualTo(first);
        assertThat(bench.trail(id)).containsExactly("employee customer.export-requested");
    }

    @Test
    void asked_for_many_times_at_once_there_is_one_export() throws Exception {
        CustomersBench.atOnce(8, () -> parts.requested(id));

        assertThat(bench.told(ExportRequested.TYPE, id)).hasSize(1);
    }

    @Test
    void parts_come_in_any_order_twice_and_at_once() throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            UUID somebody = bench.registered("Bob", null);
            UUID export = parts.requested(somebody);
            List<ExportPartReady> told = new ArrayList<>(parts.allWritten(export, somebody));
            told.addAll(List.copyOf(told));
            Collections.shuffle(told, new Random(seed));

            CustomersBench.allAtOnce(
                    told.stream().<Runnable>map(part -> () -> bench.gdpr(part)).toList());

            assertThat(parts.state(somebody, export).get("state").asText()).isEqualTo("READY");
            assertThat(bench.told(ExportReady.TYPE, somebody)).hasSize(1);
            parts.assertPartsAreGone(export);
        }
    }

    @Test
    void a_part_that_is_not_as_it_was_told_is_asked_for_again() {
        UUID export = parts.requested(id);
        List<ExportPartReady> told = parts.allWritten(export, id);
        ExportPartReady second = parts.written(export, id, "audit", ExportParts.json("audit", "written again"));
        told.forEach(bench::gdpr);
        assertThat(parts.state(id, export).get("missing").toString()).isEqualTo("[\"audit\"]");
        assertThat(parts.isThere(export)).isFalse();

        bench.clock.advance(Duration.ofMinutes(11));
        parts.tick();
        assertThat(bench.told(ExportRequested.TYPE, id)).hasSize(2);
        bench.gdpr(second);

        assertThat(parts.state(id, export).get("state").asText()).isEqualTo("READY");
    }

    @Test
    void apps_that_do_not_answer_are_asked_less_and_less_often() {
        UUID export = parts.requested(id);
        bench.gdpr(parts.written(export, id, "orders"));
        Duration askedAt = Duration.ZERO;
        for (int asked = 1; asked < 6; asked++) {
            Duration due = asked == 1 ? Duration.ofMinutes(10) : askedAt.multipliedBy(2);
            bench.clock.advance(due.minus(askedAt).minusSeconds(30));
            parts.tick();
            assertThat(bench.told(ExportRequested.TYPE, id)).hasSize(asked);
            bench.clock.advance(Duration.ofSeconds(60));
            parts.tick();
            parts.tick();
            assertThat(bench.told(ExportRequested.TYPE, id))
                    .hasSize(asked + 1)
                    .allSatisfy(
                            each -> assertThat(each.get("exportId").asText()).isEqualTo(export.toString()));
            askedAt = due.plusSeconds(30);
        }
    }

    @Test
    void an_export_of_which_a_part_never_comes_is_given_up_after_seven_days() {
        UUID export = parts.requested(id);
        bench.gdpr(parts.written(export, id, "orders"));
        bench.clock.advance(Duration.ofDays(7).minusSeconds(1));
        parts.tick();
        assertThat(parts.state(id, export).get("state").asText()).isEqualTo("COLLECTING");
        assertThat(parts.read("gdpr-parts", export + "/orders.json")).isPresent();

        bench.clock.advance(Duration.ofSeconds(2));
        parts.tick();

        assertThat(parts.state(id, export).get("state").asText()).isEqualTo("EXPIRED");
        parts.assertPartsAreGone(export);
        bench.gdpr(parts.written(export, id, "audit"));
        parts.assertPartsAreGone(export);
    }

    @Test
    void somebody_elses_export_looks_like_none() {
        UUID export = parts.made(id);
        UUID bob = bench.registered("Bob", null);

        assertThat(bench.export(bench.tokens.client(bob), bob, export).getStatusCode())
                .isEqualTo(404);
        assertThat(bench.export(bench.tokens.client(bob), id, export).getStatusCode())
                .isEqualTo(404);
        assertThat(bench.export(bench.admin, bob, export).getStatusCode()).isEqualTo(404);
        assertThat(bench.export(alice, id, Ids.newId()).getStatusCode()).isEqualTo(404);
        assertThat(bench.requestExport(bench.admin, Ids.newId()).getStatusCode())
                .isEqualTo(404);
        assertThat(bench.export(bench.agent, id, export).getStatusCode()).isEqualTo(200);
        assertThat(bench.trail(id)).containsExactly("employee customer.export-viewed");
    }

    @Test
    void a_part_that_cannot_be_is_not_swallowed() {
        UUID export = parts.requested(id);
        ExportPartReady part = parts.written(export, id, "orders");
        for (ExportPartReady spoilt : List.of(
                new ExportPartReady(null, id, "orders", part.blob(), "0", 1, 1, Instant.now()),
                new ExportPartReady(export, id, "nobody", part.blob(), "0", 1, 1, Instant.now()),
                new ExportPartReady(export, id, "orders", part.blob(), null, 1, 1, Instant.now()),
                new ExportPartReady(export, id, "orders", "../audit-anchors/1", "0", 1, 1, Instant.now()))) {
            assertThatThrownBy(() -> bench.gdpr(spoilt)).isInstanceOf(MalformedEventException.class);
        }
        assertThat(parts.state(id, export).get("missing")).hasSize(7);
    }
}
