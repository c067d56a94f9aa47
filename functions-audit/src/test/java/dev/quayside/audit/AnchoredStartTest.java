package dev.quayside.audit;

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
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries go after ten years, and not before: an anchor of that age has to vouch for where a chain starts. */
class AnchoredStartTest extends AnchoredOrders {

    /** And a few days. */
    private static final Duration TEN_YEARS = Duration.ofDays(3_660);

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
        assertThat(offlineWith(old)).endsWith("rows 11 to 10 hold; that is the whole stream; anchors that hold: 2");
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
        assertThat(offlineWith(old)).contains("but REMOVED_EARLY: entries of order-events from 11 to 12");
    }

    private String offlineWith(String old) throws Exception {
        return offline(keys(), Files.write(folder.resolve("old.txt"), List.of(old, successor(old))));
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
                        start.seq(),
                        List.of(new Anchor(longAgo, now, Map.of("order-events", start), null)),
                        now))
                .isPresent();
        assertThat(Retention.removedEarly(
                        "order-events",
                        start.seq(),
                        List.of(new Anchor(longAgo, now.minus(TEN_YEARS), Map.of("order-events", start), null)),
                        now))
                .isEmpty();
    }
}
