package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.json;
import static dev.quayside.customers.CustomersBench.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.GdprEvents;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestBlobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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

/** A copy of all data about a customer: asked of seven apps, made one file, fetched through links that expire. */
class ExportIT {

    private static final HttpClient BROWSER = HttpClient.newHttpClient();

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

    private static void tick() {
        bench.messages.tendExports("", bench.context);
    }

    private static HttpResponse<byte[]> fetch(JsonNode state) throws Exception {
        URI link = URI.create(state.get("link").asText());
        return BROWSER.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofByteArray());
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

    /** An export with all parts; returns its id. */
    private UUID made() {
        UUID export = parts.requested(id);
        parts.allWritten(export, id).forEach(bench::gdpr);
        assertThat(parts.state(id, export).get("state").asText()).isEqualTo("READY");
        return export;
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
        HttpResponse<byte[]> file = fetch(ready);
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
        tick();
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
            tick();
            assertThat(bench.told(ExportRequested.TYPE, id)).hasSize(asked);
            bench.clock.advance(Duration.ofSeconds(60));
            tick();
            tick();
            assertThat(bench.told(ExportRequested.TYPE, id))
                    .hasSize(asked + 1)
                    .allSatisfy(
                            each -> assertThat(each.get("exportId").asText()).isEqualTo(export.toString()));
            askedAt = due.plusSeconds(30);
        }
    }

    @Test
    void a_link_lasts_a_quarter_of_an_hour() throws Exception {
        UUID export = made();
        JsonNode state = parts.state(id, export);
        Instant linkExpiresAt = Instant.parse(state.get("linkExpiresAt").asText());
        assertThat(linkExpiresAt)
                .isBetween(
                        bench.clock.instant().plus(Duration.ofMinutes(14)),
                        bench.clock.instant().plus(Duration.ofMinutes(15)));

        bench.clock.advance(Duration.ofMinutes(-20));

        assertThat(fetch(parts.state(id, export)).statusCode()).isEqualTo(403);
    }

    @Test
    void a_file_is_kept_for_seven_days() {
        UUID export = made();
        bench.clock.advance(Duration.ofDays(7).minusSeconds(60));
        tick();
        JsonNode last = parts.state(id, export);
        assertThat(last.get("state").asText()).isEqualTo("READY");
        assertThat(last.get("linkExpiresAt")).isEqualTo(last.get("expiresAt"));

        bench.clock.advance(Duration.ofSeconds(61));

        assertThat(parts.state(id, export).get("state").asText())
                .as("before the timer has noticed")
                .isEqualTo("EXPIRED");
        assertThat(parts.state(id, export).has("link")).isFalse();
        tick();
        assertThat(parts.state(id, export).get("state").asText()).isEqualTo("EXPIRED");
        assertThat(parts.isThere(export)).isFalse();
        assertThat(bench.count("select count(*) from exports where state = 'EXPIRED' and id = '" + export + "'"))
                .isOne();
    }

    @Test
    void what_is_written_too_late_is_deleted() {
        UUID export = made();

        bench.gdpr(parts.written(export, id, "orders"));
        UUID unknown = Ids.newId();
        bench.gdpr(parts.written(unknown, id, "orders"));

        parts.assertPartsAreGone(export);
        parts.assertPartsAreGone(unknown);
        assertThat(bench.told(ExportReady.TYPE, id)).hasSize(1);
    }

    @Test
    void the_files_of_somebody_who_is_erased_go() {
        UUID whole = made();
        bench.clock.advance(Duration.ofHours(25));
        UUID begun = parts.requested(id);
        bench.gdpr(parts.written(begun, id, "orders"));

        JsonNode told = ErasurePartTest.forget(bench, id);

        assertThat(told.get("outcome").asText()).isEqualTo("DONE");
        assertThat(parts.isThere(whole)).isFalse();
        parts.assertPartsAreGone(begun);
        assertThat(bench.count("select count(*) from exports where customer_id = '" + id + "'"))
                .isZero();
        assertThat(problem(bench.requestExport(alice, id))).isEqualTo("customer-erased");
        assertThat(problem(bench.export(alice, id, whole))).isEqualTo("customer-erased");
    }

    @Test
    void the_timer_deletes_the_files_of_somebody_who_is_to_be_erased_at_once() {
        UUID export = made();

        bench.erase(alice, id);
        tick();

        assertThat(parts.isThere(export)).isFalse();
    }

    /** For the next minute. */
    private static void madeBySomebodyElse(UUID export) {
        bench.database
                .admin()
                .useHandle(handle -> handle.execute(
                        "update exports set assembling_until = ? where id = ?",
                        bench.clock.instant().plusSeconds(60),
                        export));
    }

    @Test
    void timers_at_once_make_what_was_left_and_delete_what_is_over() throws Exception {
        UUID export = parts.requested(id);
        madeBySomebodyElse(export);
        parts.allWritten(export, id).forEach(bench::gdpr);
        assertThat(parts.isThere(export)).isFalse();

        bench.clock.advance(Duration.ofSeconds(61));
        CustomersBench.atOnce(4, ExportIT::tick);
        assertThat(parts.isThere(export)).isTrue();
        assertThat(bench.told(ExportReady.TYPE, id)).hasSize(1);
        parts.assertPartsAreGone(export);

        bench.clock.advance(Duration.ofDays(8));
        CustomersBench.atOnce(4, ExportIT::tick);
        assertThat(parts.isThere(export)).isFalse();
    }

    @Test
    void an_erasure_waits_for_a_file_that_is_just_made() {
        UUID export = parts.requested(id);
        madeBySomebodyElse(export);

        JsonNode told = ErasurePartTest.forget(bench, id);
        assertThat(told.get("outcome").asText()).isEqualTo("WAITING");
        assertThat(told.get("reason").asText()).isEqualTo("a file of an export has to be deleted first");

        bench.clock.advance(Duration.ofSeconds(61));
        UUID erasure = UUID.fromString(told.get("erasureId").asText());
        bench.gdpr(new ErasurePartRequested(erasure, id, "customers", Instant.now()));
        List<JsonNode> all = bench.told(ErasedPart.TYPE, Pseudonym.of(id));
        assertThat(all.get(1).get("outcome").asText()).isEqualTo("DONE");
    }

    @Test
    void a_file_that_nobody_wants_once_it_is_made_is_deleted() {
        UUID export = parts.requested(id);
        List<ExportPartReady> told = parts.allWritten(export, id);
        bench.database.admin().useHandle(handle -> {
            handle.execute("create function gone() returns trigger language plpgsql as 'begin return null; end'");
            handle.execute("""
                    create trigger gone before update on exports for each row
                        when (new.state = 'READY') execute function gone()
                    """);
        });
        try {
            told.forEach(bench::gdpr);
        } finally {
            bench.database.admin().useHandle(handle -> handle.execute("drop function gone cascade"));
        }

        assertThat(parts.isThere(export)).isFalse();
        tick();
        assertThat(parts.state(id, export).get("state").asText()).isEqualTo("READY");
    }

    @Test
    void somebody_elses_export_looks_like_none() {
        UUID export = made();
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
