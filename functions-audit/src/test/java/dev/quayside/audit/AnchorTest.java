package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.audit.chain.OfflineVerifierAccess;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestBlobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is signed and kept outside the database shows what the chain alone cannot. */
class AnchorTest extends AnchoredOrders {

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
        assertThat(verifyOffline()).endsWith("that is the whole stream; anchors that hold: 4");
    }

    @Test
    void more_anchors_than_a_page_has_are_verified_from_all_pages() throws Exception {
        world.anchor();
        world.clock.advance(Duration.ofDays(204));
        world.anchor();
        List<String> pages = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = body(
                    cursor.isEmpty()
                            ? world.anchors(world.admin(), "limit", "200")
                            : world.anchors(world.admin(), "limit", "200", "cursor", cursor));
            pages.add(page.toString());
            cursor = page.path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(pages).hasSize(2);
        assertThat(offline(keys(), Files.write(folder.resolve("anchors.jsonl"), pages)))
                .endsWith("anchors that hold: 205");
    }

    @Test
    void a_chain_that_was_rewritten_as_a_whole_is_caught_by_the_anchor_alone() throws Exception {
        world.anchor();
        record(2);
        rewriteTheWholeChain();

        assertThat(OfflineVerifierAccess.verify(export().toString()))
                .isEqualTo("order-events: rows 1 to 12 hold; that is the whole stream");
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
        world.gdprPart(world.partRequested(Ids.newId(), AuditWorld.CUSTOMER));
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

    @Test
    void many_instances_at_once_and_a_crash_before_the_note_leave_one_anchor() throws Exception {
        AtOnce.run(4, world::anchor);
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
