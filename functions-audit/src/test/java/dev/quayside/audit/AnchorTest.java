package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.audit.anchors.AnchorSettings;
import dev.quayside.audit.chain.Anchor;
import dev.quayside.audit.chain.AnchorKeys;
import dev.quayside.audit.chain.AnchorSigner;
import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.audit.chain.OfflineVerifierAccess;
import dev.quayside.audit.chain.Retention;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.testing.TestBlobs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed and kept outside the database shows what the chain alone cannot. */
class AnchorTest {

    /** And a few days. */
    private static final Duration TEN_YEARS = Duration.ofDays(3_660);

    @TempDir
    private Path folder;

    private AuditWorld world;

    @BeforeEach
    void open() {
        world = new AuditWorld();
        record(10);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void record(int events) {
        for (int i = 0; i < events; i++) {
            world.orders(event(new OrderDelivered(Ids.newId(), AuditWorld.CUSTOMER)));
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC);
    }

    private JsonNode anchors() {
        return body(world.anchors(world.admin())).get("items");
    }

    private JsonNode verify() {
        return body(world.verify(world.admin()));
    }

    private void assertIntact(int anchors) {
        JsonNode report = verify();
        assertThat(report.get("intact").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.get("anchors")).hasSize(anchors);
    }

    private void assertFound(String kind, long seq) {
        JsonNode report = verify();
        assertThat(report.get("intact").asBoolean()).isFalse();
        assertThat(report.at("/anchors/0/holds").asBoolean()).isFalse();
        JsonNode broken = report.at("/streams/0/firstBreak");
        assertThat(broken.get("kind").asText()).as(report.toString()).isEqualTo(kind);
        assertThat(broken.get("seq").asLong()).isEqualTo(seq);
    }

    /** All pages of the stream's export in a file. */
    private Path export() throws Exception {
        return Files.writeString(
                folder.resolve("orders.jsonl"),
                (String) world.export(world.admin(), "stream", "order-events").getBody() + "\n");
    }

    private Path keys() throws Exception {
        return Files.writeString(
                folder.resolve("keys.json"), (String) world.anchorKeys().getBody());
    }

    private Path anchorsFile() throws Exception {
        return Files.writeString(folder.resolve("anchors.jsonl"), (String)
                world.anchors(world.admin()).getBody());
    }

    private String verifyOffline() throws Exception {
        return OfflineVerifierAccess.verify(
                "--keys", keys().toString(), "--anchors", anchorsFile().toString(), export().toString());
    }

    private BlobStore blobs() {
        return new BlobStore(world.settings.blobs());
    }

    private String container() {
        return world.settings.anchors().container();
    }

    /** What somebody does who may do anything in the database: a lie at place 3, and all hashes made anew. */
    private void rewriteTheWholeChain() {
        world.sql("update audit_logs set actor = 'employee:nobody' where stream = 'order-events' and seq = 3");
        new Forger(world).chainAnew("order-events");
    }

    @Test
    void the_first_run_of_a_day_writes_its_anchor_and_each_names_the_one_before() {
        world.anchor();
        world.anchor();
        assertThat(anchors()).hasSize(1);
        assertIntact(1);

        world.clock.advance(Duration.ofDays(1));
        record(3);
        world.anchor();
        record(1);

        JsonNode anchors = anchors();
        assertThat(anchors.findValuesAsText("day"))
                .containsExactly(today().toString(), today().minusDays(1).toString());
        assertThat(Forger.payload(anchors.get(0).get("document").asText())
                        .at("/previous/sha256")
                        .asText())
                .isEqualTo(anchors.get(1).get("sha256").asText());
        assertThat(Forger.payload(anchors.get(0).get("document").asText())
                        .at("/heads/order-events/seq")
                        .asLong())
                .isEqualTo(13);
        assertIntact(2);
    }

    @Test
    void days_that_were_missed_are_made_up_for() throws Exception {
        world.anchor();
        world.clock.advance(Duration.ofDays(3));
        world.anchor();

        assertThat(anchors()).hasSize(4);
        assertIntact(4);
        assertThat(verifyOffline()).endsWith("which is all of them; anchors that hold: 4");
    }

    @Test
    void a_chain_that_was_rewritten_as_a_whole_is_caught_by_the_anchor_alone() throws Exception {
        world.anchor();
        record(2);
        rewriteTheWholeChain();

        assertThat(OfflineVerifierAccess.verify(export().toString()))
                .isEqualTo("order-events: rows 1 to 12 hold, which is all of them");
        assertThat(verifyOffline()).contains("but REWRITTEN", "up to 10 is not what the anchor of " + today() + " saw");
        assertFound("REWRITTEN", 10);
    }

    @Test
    void an_end_that_was_cut_off_with_its_head_is_caught() throws Exception {
        world.anchor();
        world.sql("delete from audit_logs where stream = 'order-events' and seq > 7");
        world.sql("update chain_heads set (seq, link) = (select seq, link from audit_logs where stream = 'order-events'"
                + " and seq = 7) where stream = 'order-events'");

        assertThat(verifyOffline()).contains("REWRITTEN");
        assertFound("REWRITTEN", 10);
    }

    /** What somebody does who may do anything in the database, or retention: entries go, and the chain starts after. */
    private void removeUpTo(long place) {
        world.sql("""
                update chain_starts set (seq, link) = (select seq, link from audit_logs
                    where stream = 'order-events' and seq = %d) where stream = 'order-events'
                """.formatted(place));
        world.sql("delete from audit_logs where stream = 'order-events' and seq <= " + place);
    }

    private void assertRemovedEarly(long first) {
        JsonNode report = verify();
        assertThat(report.get("intact").asBoolean()).isFalse();
        JsonNode broken = report.at("/streams/0/firstBreak");
        assertThat(broken.path("kind").asText()).as(report.toString()).isEqualTo("REMOVED_EARLY");
        assertThat(broken.path("seq").asLong()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 11, 12})
    void a_beginning_that_was_cut_off_as_if_it_were_old_is_caught(int place) throws Exception {
        world.anchor();
        record(2);
        removeUpTo(place);

        assertRemovedEarly(1);
        assertThat(verifyOffline())
                .contains("but REMOVED_EARLY: entries of order-events from 1 to " + place)
                .endsWith("no anchor that is 10 years old knows them");
        assertThat(OfflineVerifierAccess.verify(export().toString())).endsWith("only anchors tell");
    }

    @Test
    void a_beginning_that_was_cut_off_for_all_anchors_that_are_looked_at_is_not_signed() {
        world.anchor();
        world.clock.advance(Duration.ofDays(8));
        record(5);
        world.anchor();
        removeUpTo(12);
        world.clock.advance(Duration.ofDays(1));

        assertRemovedEarly(1);
        assertThatThrownBy(world::anchor)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No anchor is signed", "from 1 to 12 were removed before their time");
        assertThat(anchors()).hasSize(9);
        // nor if the database says that there was no anchor
        world.sql("delete from anchors");
        assertThatThrownBy(world::anchor).hasMessageContaining("removed before their time");
    }

    @Test
    void what_retention_removed_after_ten_years_is_missed_by_no_anchor() throws Exception {
        world.anchor();
        String old = anchors().get(0).get("document").asText();
        world.clock.advance(TEN_YEARS);
        removeUpTo(10);

        assertIntact(1);
        assertThat(offline(keys(), Files.write(folder.resolve("old.txt"), List.of(old, successor(old)))))
                .endsWith("rows 11 to 10 hold, which is all of them; anchors that hold: 2");
        record(1);
        assertIntact(1);
        // as if it had written all those between
        world.sql("delete from anchors");
        world.anchor();
        assertIntact(1);
    }

    @Test
    void what_went_with_the_old_entries_though_it_was_younger_is_caught() throws Exception {
        world.anchor();
        String old = anchors().get(0).get("document").asText();
        world.clock.advance(TEN_YEARS);
        record(3);
        removeUpTo(12);

        assertRemovedEarly(11);
        assertThat(offline(keys(), Files.write(folder.resolve("old.txt"), List.of(old, successor(old)))))
                .contains("but REMOVED_EARLY: entries of order-events from 11 to 12");
    }

    /** An anchor of today after another, with the same heads. */
    private String successor(String document) {
        AnchorSettings settings = world.settings.anchors();
        Anchor before = settings.keys().verified(document);
        return new AnchorSigner(settings.privateKey()::reveal, settings.keys())
                .sign(new Anchor(
                        today(),
                        world.clock.instant(),
                        before.heads(),
                        new Anchor.Previous(before.day(), AnchorKeys.sha256(document))));
    }

    @Test
    void an_anchor_of_a_day_long_ago_that_was_made_today_vouches_for_nothing() {
        Instant now = world.clock.instant();
        ChainEnd start = new ChainEnd(10, "");
        LocalDate longAgo = today().minusYears(11);

        assertThat(Retention.removedEarly(
                        "order-events",
                        start,
                        List.of(new Anchor(longAgo, now, Map.of("order-events", start), null)),
                        now))
                .isPresent();
        assertThat(Retention.removedEarly(
                        "order-events",
                        start,
                        List.of(new Anchor(longAgo, now.minus(TEN_YEARS), Map.of("order-events", start), null)),
                        now))
                .isEmpty();
    }

    @Test
    void a_chain_that_the_last_anchor_contradicts_is_not_signed_anew() {
        world.anchor();
        rewriteTheWholeChain();
        world.clock.advance(Duration.ofDays(1));

        assertThatThrownBy(world::anchor)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("order-events up to 10 is not what the anchor of");
        assertThat(anchors()).hasSize(1);
    }

    @Test
    void erased_content_and_new_entries_contradict_no_anchor() {
        world.anchor();
        world.sql("""
                update audit_logs set actor = null, action = null, subject_type = null, subject_id = null,
                    customer_id = null, address = null, result = null, trace_id = null, event_id = null,
                    details = null, salt = null
                where stream = 'order-events' and seq in (4, 10)
                """);
        record(3);

        assertIntact(1);
    }

    @Test
    void anchors_that_the_database_forgot_are_found_where_they_are() {
        world.anchor();
        world.sql("delete from anchors");
        rewriteTheWholeChain();

        assertFound("REWRITTEN", 10);
        // the next run meets it there, and takes it as it is
        world.anchor();
        assertThat(anchors()).hasSize(1);
    }

    @Test
    void an_anchor_that_is_gone_or_of_somebody_else_is_told() {
        world.anchor();
        blobs().delete(container(), today() + ".jws");
        assertThat(verify().at("/anchors/0/problem").asText()).contains("not where it was written");

        String forged = Forger.signedByNobody(anchors().get(0).get("document").asText());
        put(forged);
        assertThat(verify().at("/anchors/0/problem").asText()).contains("not the one that the database knows");
        world.sql("update anchors set document = '" + forged + "'");
        assertThat(verify().at("/anchors/0/problem").asText()).contains("signature is wrong");
        put("x");
        world.sql("update anchors set document = 'x'");
        assertThat(verify().at("/anchors/0/problem").asText()).contains("no JWS");
        assertThat(verify().get("intact").asBoolean()).isFalse();
    }

    private void put(String document) {
        blobs().write(
                        container(),
                        today() + ".jws",
                        "application/jose",
                        out -> out.write(document.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void many_instances_at_once_and_a_crash_before_the_note_leave_one_anchor() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(threads.submit(world::anchor));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        String first = anchors().toString();
        world.sql("delete from anchors");
        record(1);
        world.anchor();

        assertThat(anchors().toString()).isEqualTo(first);
        assertIntact(1);
    }

    @Test
    void the_offline_verifier_trusts_no_other_key_no_gap_and_no_changed_anchor() throws Exception {
        world.anchor();
        world.clock.advance(Duration.ofDays(2));
        world.anchor();
        List<String> documents = anchors().findValuesAsText("document");
        Path keys = keys();

        Path gap = Files.write(folder.resolve("gap.txt"), List.of(documents.get(0), documents.get(2)));
        assertThat(offline(keys, gap)).startsWith("An anchor cannot be trusted").contains("does not follow");
        Path forged = Files.write(folder.resolve("forged.txt"), List.of(Forger.signedByNobody(documents.get(0))));
        assertThat(offline(keys, forged)).contains("signature is wrong");
        Path lines = Files.write(folder.resolve("lines.txt"), documents);
        assertThat(offline(keys, lines)).endsWith("anchors that hold: 3");
        Path others = Files.writeString(
                folder.resolve("others.json"), TestKeys.settings().keys().json().toString());
        assertThat(offline(others, lines)).contains("a key that is not ours");
        assertThat(offline(export(), lines)).startsWith("The keys or anchors cannot be read");
        assertThat(offline(keys, folder.resolve("none"))).startsWith("The keys or anchors cannot be read");
    }

    private String offline(Path keys, Path anchors) throws Exception {
        return OfflineVerifierAccess.verify(
                "--keys", keys.toString(), "--anchors", anchors.toString(), export().toString());
    }

    @Test
    void pages_of_anchors_follow_one_another_and_only_administrators_read_them() {
        world.anchor();
        world.clock.advance(Duration.ofDays(4));
        world.anchor();
        JsonNode first = body(world.anchors(world.admin(), "limit", "3"));
        JsonNode second = body(world.anchors(
                world.admin(), "limit", "3", "cursor", first.get("nextCursor").asText()));

        assertThat(first.get("items")).hasSize(3);
        assertThat(second.get("items")).hasSize(2);
        assertThat(second.at("/items/1/day").asText())
                .isEqualTo(today().minusDays(4).toString());
        assertThat(second.has("nextCursor")).isFalse();
        assertThat(world.anchors(world.admin(), "cursor", "x").getStatusCode()).isEqualTo(400);
        assertThat(world.anchors(world.tokens.employee("customer-service")).getStatusCode())
                .isEqualTo(403);
        assertThat(body(world.anchorKeys()).at("/keys/0/crv").asText()).isEqualTo("Ed25519");
    }

    @Test
    void a_storage_that_refuses_is_told_as_such() {
        String wrongKey = TestBlobs.settings()
                .connectionString()
                .reveal()
                .replaceFirst("AccountKey=[^;]*", "AccountKey=" + TestKeys.base64(new byte[64]));
        try (AuditWorld refused = new AuditWorld(new BlobSettings(null, null, Secret.of(wrongKey)))) {
            assertThat(refused.verify(refused.admin()).getStatusCode()).isEqualTo(503);
        }
    }

    @Test
    void the_app_can_only_add_to_them() {
        for (String right : List.of("UPDATE", "DELETE", "TRUNCATE")) {
            assertThat(world.count("select has_table_privilege('audit_app', 'anchors', '" + right + "')::int"))
                    .as(right)
                    .isZero();
        }
    }
}
