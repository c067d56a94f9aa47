package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportReady;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestBlobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file of an export: fetched through links that expire, kept for a week, gone with the customer. */
class ExportFileIT {

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

    @Test
    void a_link_lasts_a_quarter_of_an_hour() throws Exception {
        UUID export = parts.made(id);
        JsonNode state = parts.state(id, export);
        Instant linkExpiresAt = Instant.parse(state.get("linkExpiresAt").asText());
        assertThat(linkExpiresAt)
                .isBetween(
                        bench.clock.instant().plus(Duration.ofMinutes(14)),
                        bench.clock.instant().plus(Duration.ofMinutes(15)));

        bench.clock.advance(Duration.ofMinutes(-20));

        assertThat(ExportParts.fetch(parts.state(id, export)).statusCode()).isEqualTo(403);
    }

    @Test
    void a_file_is_kept_for_seven_days() {
        UUID export = parts.made(id);
        bench.clock.advance(Duration.ofDays(7).minusSeconds(60));
        parts.tick();
        JsonNode last = parts.state(id, export);
        assertThat(last.get("state").asText()).isEqualTo("READY");
        assertThat(last.get("linkExpiresAt")).isEqualTo(last.get("expiresAt"));

        bench.clock.advance(Duration.ofSeconds(61));

        assertThat(parts.state(id, export).get("state").asText())
                .as("before the timer has noticed")
                .isEqualTo("EXPIRED");
        assertThat(parts.state(id, export).has("link")).isFalse();
        parts.tick();
        assertThat(parts.state(id, export).get("state").asText()).isEqualTo("EXPIRED");
        assertThat(parts.isThere(export)).isFalse();
        assertThat(bench.count("select count(*) from exports where state = 'EXPIRED' and id = '" + export + "'"))
                .isOne();
    }

    @Test
    void what_is_written_too_late_is_deleted() {
        UUID export = parts.made(id);

        bench.gdpr(parts.written(export, id, "orders"));
        UUID unknown = Ids.newId();
        bench.gdpr(parts.written(unknown, id, "orders"));

        parts.assertPartsAreGone(export);
        parts.assertPartsAreGone(unknown);
        assertThat(bench.told(ExportReady.TYPE, id)).hasSize(1);
    }

    @Test
    void the_files_of_somebody_who_is_erased_go() {
        UUID whole = parts.made(id);
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
        UUID export = parts.made(id);

        bench.erase(alice, id);
        parts.tick();

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
        CustomersBench.atOnce(4, parts::tick);
        assertThat(parts.isThere(export)).isTrue();
        assertThat(bench.told(ExportReady.TYPE, id)).hasSize(1);
        parts.assertPartsAreGone(export);

        bench.clock.advance(Duration.ofDays(8));
        CustomersBench.atOnce(4, parts::tick);
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
        bench.gdpr(new ErasurePartRequested(
                erasure, id, "customers", Instant.now(), bench.clock.instant().plusSeconds(300)));
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
        parts.tick();
        assertThat(parts.state(id, export).get("state").asText()).isEqualTo("READY");
    }
}
