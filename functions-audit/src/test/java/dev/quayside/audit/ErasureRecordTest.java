package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.audit.chain.OfflineVerifierAccess;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody with all rights in the database blanks entries by hand, as an erasure does; the chain, which holds, tells that
 * none was asked. Of ten orders the third, fifth and sixth are of a person who is really erased.
 */
class ErasureRecordTest {

    private static final String BLANK = """
            update audit_logs set actor = null, action = null, subject_type = null, subject_id = null, customer_id = null,
                address = null, result = null, trace_id = null, event_id = null, details = null, salt = null
            where stream = '%s' and seq = %d
            """;
    private static final String RECORD = "where action = 'audit.entries-erased'";

    private final UUID customer = Ids.newId();
    private final UUID erasure = Ids.newId();

    @TempDir
    private Path folder;

    private AuditWorld world;

    @BeforeEach
    void open() {
        world = new AuditWorld();
        UUID other = AuditWorld.CUSTOMER;
        world.orders(Stream.of(other, other, customer, other, customer, customer, other, other, other, other)
                .map(whose -> event(new OrderDelivered(Ids.newId(), whose)))
                .toArray(String[]::new));
        erase(customer);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void erase(UUID whose) {
        world.gdprPart(world.partRequested(erasure, whose));
    }

    private void blank(long seq) {
        world.sql(BLANK.formatted("order-events", seq));
    }

    private JsonNode online(String... query) {
        String[] all = Stream.concat(Stream.of("stream", "order-events"), Stream.of(query))
                .toArray(String[]::new);
        return AuditWorld.body(world.verify(world.admin(), all)).at("/streams/0");
    }

    private String offline() throws Exception {
        String page =
                (String) world.export(world.admin(), "stream", "order-events").getBody();
        return OfflineVerifierAccess.verify(
                Files.writeString(folder.resolve("orders.jsonl"), page + "\n").toString());
    }

    private void assertIntact() throws Exception {
        assertThat(online().has("firstBreak")).as(online().toString()).isFalse();
        assertThat(online().get("complete").asBoolean()).isTrue();
        assertThat(offline()).endsWith("that is the whole stream");
    }

    private void assertBlanked(long seq, String rows) throws Exception {
        JsonNode broken = online().path("firstBreak");
        assertThat(broken.path("kind").asText()).as(online().toString()).isEqualTo("ERASED_WITHOUT_RECORD");
        assertThat(broken.path("seq").asLong()).isEqualTo(seq);
        assertThat(broken.path("detail").asText()).contains(rows);
        assertThat(online().get("complete").asBoolean()).isFalse();
        assertThat(offline()).contains("then ERASED_WITHOUT_RECORD at " + seq, rows);
    }

    @Test
    void an_erasure_says_in_the_chain_which_entries_it_took() throws Exception {
        Map<String, Object> said = world.rows("order-events").get(10);

        assertThat(said).containsEntry("actor", "app:audit").containsEntry("subject_type", "erasure");
        assertThat(AuditWorld.json((String) said.get("json")).get("places").asText())
                .isEqualTo("3,5-6");
        assertThat(said.toString()).doesNotContain(customer.toString());
        assertThat(online().get("erased").asLong()).isEqualTo(3);
        assertIntact();
    }

    @Test
    void an_entry_blanked_by_hand_is_found() throws Exception {
        blank(8);

        assertBlanked(8, "row 8 has");
    }

    @Test
    void one_between_two_that_were_erased_is_found() throws Exception {
        blank(4);

        assertBlanked(4, "row 4 has");
    }

    @Test
    void all_of_them_are_told() throws Exception {
        List.of(1, 2, 7, 10).forEach(this::blank);

        assertBlanked(1, "4 rows (1-2, 7, 10) have");
    }

    @Test
    void no_export_can_say_that_it_was_withheld_by_an_archive() throws Exception {
        world.anchor();
        blank(8);
        String page = ((String)
                        world.export(world.admin(), "stream", "order-events").getBody())
                .replace("{\"seq\":8,", "{\"withheld\":true,\"seq\":8,");
        Path file = Files.writeString(folder.resolve("orders.jsonl"), page);
        Path keys = Files.writeString(
                folder.resolve("keys.json"), (String) world.anchorKeys().getBody());
        Path anchors = Files.writeString(folder.resolve("anchors.jsonl"), (String)
                world.anchors(world.admin()).getBody());

        assertThat(OfflineVerifierAccess.verify(file.toString())).endsWith("only anchors tell");
        assertThat(OfflineVerifierAccess.verify(
                        "--keys", keys.toString(), "--anchors", anchors.toString(), file.toString()))
                .contains("REMOVED_EARLY", "from 1 to 8");
    }

    @Test
    void the_record_itself_blanked_is_found_with_all_that_it_vouched_for() throws Exception {
        blank(11);

        assertBlanked(3, "4 rows (3, 5-6, 11) have");
    }

    @Test
    void a_record_that_names_more_is_found() throws Exception {
        blank(8);
        world.sql("update audit_logs set details = jsonb_set(details, '{places}', '\"3-8\"') " + RECORD);

        assertThat(online().at("/firstBreak/kind").asText()).isEqualTo("CHANGED");
        assertThat(online().at("/firstBreak/seq").asLong()).isEqualTo(11);
        assertThat(offline()).contains("CHANGED at 11");
    }

    @Test
    void a_record_that_was_moved_is_found() throws Exception {
        world.orders(event(new OrderDelivered(Ids.newId(), AuditWorld.CUSTOMER)));
        world.sql("update audit_logs set seq = 23 - seq where stream = 'order-events' and seq in (11, 12)");
        assertThat(online().at("/firstBreak/kind").asText()).isEqualTo("REORDERED");
        assertThat(offline()).contains("REORDERED at 11");

        world.sql("update audit_logs set stream = 'api', seq = 1 " + RECORD);
        assertThat(online().at("/firstBreak/seq").asLong()).isEqualTo(11);
        assertThat(offline()).contains("at 11");
    }

    @Test
    void an_entry_blanked_in_a_part_is_found_and_one_erased_there_is_not() {
        assertThat(online("after", "2", "limit", "2").has("firstBreak")).isFalse();
        assertThat(online("after", "2", "limit", "2").get("erased").asLong()).isEqualTo(1);
        blank(4);

        assertThat(online("after", "2", "limit", "2").at("/firstBreak/seq").asLong())
                .isEqualTo(4);
        assertThat(online("after", "4", "limit", "3").has("firstBreak")).isFalse();
    }

    @Test
    void in_a_time_the_same_holds() {
        world.sql("update audit_logs set occurred_at = timestamptz '2026-01-15 00:00Z' + seq * interval '1 day'"
                + " where stream = 'order-events' and salt is null");
        String[] days = {"from", "2026-01-17T00:00:00Z", "to", "2026-01-19T00:00:00Z"};
        JsonNode erased = online(days);
        assertThat(erased.get("erased").asLong()).as(erased.toString()).isPositive();
        assertThat(erased.has("firstBreak")).as(erased.toString()).isFalse();

        blank(4);
        assertThat(online(days).at("/firstBreak/kind").asText()).isEqualTo("ERASED_WITHOUT_RECORD");
    }

    @Test
    void a_record_vouches_for_nothing_behind_it() throws Exception {
        new Forger(world).claimErased("order-events", erasure, 3, "8,12-13");
        world.orders(event(new OrderDelivered(Ids.newId(), AuditWorld.CUSTOMER)));
        blank(8);
        assertIntact();

        blank(13);
        assertBlanked(13, "row 13 has");
    }

    @Test
    void a_record_that_names_more_rows_than_it_counts_vouches_for_none() throws Exception {
        new Forger(world).claimErased("order-events", erasure, 0, "8");
        blank(8);

        assertBlanked(8, "row 8 has");
    }

    /** Has the audit record what its part of the erasure told. */
    private void deliver() {
        world.messages()
                .gdprEvents(
                        world.database
                                .admin()
                                .withHandle(handle -> handle.createQuery(
                                                "select payload from outbox where type like '%erased-part%'")
                                        .mapTo(String.class)
                                        .list()),
                        new TestContext());
    }

    @Test
    void a_record_of_an_erasure_that_told_nothing_is_found_after_a_week() throws Exception {
        world.clock.advance(Duration.ofDays(8));
        assertThat(online().at("/firstBreak/kind").asText()).isEqualTo("ERASURE_UNKNOWN");
        assertThat(online().at("/firstBreak/seq").asLong()).isEqualTo(11);

        deliver();
        assertIntact();
    }

    @Test
    void a_record_in_the_name_of_a_true_erasure_is_found_after_a_week() throws Exception {
        deliver();
        new Forger(world).claimErased("order-events", erasure, 1, "8");
        blank(8);
        assertIntact();

        world.clock.advance(Duration.ofDays(8));
        assertThat(online().at("/firstBreak/kind").asText()).isEqualTo("ERASURE_UNKNOWN");
        assertThat(online().at("/firstBreak/seq").asLong()).isEqualTo(11);
    }

    @Test
    void whatever_others_tell_vouches_for_nothing() throws Exception {
        String places = "{\"places\":\"1-10\"}";
        world.orders(event("e-1", "quayside.audit.entries-erased.v1", "x", AuditWorld.json(places)));
        world.messages()
                .auditEvents(
                        List.of(event(new AccessRecorded(
                                "app:audit", "audit.entries-erased", "erasure", "x", null, "OK", null, Instant.now()))),
                        new TestContext());
        world.post(
                "{\"action\":\"audit.entries-erased\",\"actor\":\"app:audit\",\"subjectType\":\"erasure\","
                        + "\"subjectId\":\"x\",\"details\":" + places + "}",
                world.tokens.service(),
                Ids.newId().toString());
        world.sql(BLANK.formatted("api", 1));
        blank(8);

        assertBlanked(8, "row 8 has");
    }
}
