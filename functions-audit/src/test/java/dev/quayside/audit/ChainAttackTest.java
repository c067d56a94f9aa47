package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A superuser tampers with ten chained rows in every way; verification tells what and where. */
class ChainAttackTest {

    private static final String ROW_5 = "where stream = 'order-events' and seq = 5";
    private static final int ROWS = 10;

    private static AuditWorld world;

    @BeforeAll
    static void open() {
        world = new AuditWorld();
        world.orders(IntStream.range(0, ROWS)
                .mapToObj(i -> event(new OrderDelivered(Ids.newId(), AuditWorld.CUSTOMER)))
                .toArray(String[]::new));
        world.sql("create table spare_logs as select * from audit_logs");
        world.sql("create table spare_heads as select * from chain_heads");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** Undoes the attack of the test before. */
    @BeforeEach
    void restore() {
        world.sql("delete from audit_logs where stream = 'order-events'");
        world.sql("insert into audit_logs select * from spare_logs");
        world.sql("delete from chain_heads");
        world.sql("insert into chain_heads select * from spare_heads");
    }

    private static JsonNode finding(String... query) {
        String[] all = IntStream.range(0, query.length + 2)
                .mapToObj(i -> i < 2 ? new String[] {"stream", "order-events"}[i] : query[i - 2])
                .toArray(String[]::new);
        return body(world.verify(world.admin(), all)).path("streams").path(0);
    }

    private static void assertBreak(String kind, long seq) {
        JsonNode finding = finding();
        assertThat(finding.at("/firstBreak/kind").asText())
                .as(finding.toString())
                .isEqualTo(kind);
        assertThat(finding.at("/firstBreak/seq").asLong())
                .as(finding.toString())
                .isEqualTo(seq);
        assertThat(finding.path("to").asLong()).isEqualTo(seq - 1);
        assertThat(finding.path("complete").asBoolean()).isFalse();
    }

    @Test
    void untouched_rows_hold_to_the_end() {
        JsonNode finding = finding();

        assertThat(finding.path("rows").asLong()).isEqualTo(ROWS);
        assertThat(finding.path("complete").asBoolean()).isTrue();
        assertThat(finding.has("firstBreak")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor = 'employee:nobody'",
                "action = 'order.cancelled'",
                "subject_id = 'other'",
                "subject_type = 'other'",
                "customer_id = null",
                "address = '198.51.100.0/24'",
                "result = 'FAILED'",
                "trace_id = null",
                "event_id = 'other'",
                "topic = 'other'",
                "occurred_at = occurred_at - interval '1 microsecond'",
                "received_at = received_at + interval '1 microsecond'",
                "id = gen_random_uuid()",
                "salt = null",
                "salt = decode('00', 'hex')",
                "commitment = sha256('x')",
                "commitment = ''",
                "link = sha256('x')"
            })
    void a_changed_column_is_found(String change) {
        world.sql("update audit_logs set " + change + " " + ROW_5);

        assertBreak("CHANGED", 5);
    }

    @Test
    void changed_details_are_found() {
        world.sql("update audit_logs set details = details || '{\"more\": 1}' " + ROW_5);

        assertBreak("CHANGED", 5);
    }

    @Test
    void a_row_with_the_salt_and_commitment_of_another_is_found() {
        world.sql("update audit_logs set (salt, commitment) = (select salt, commitment from spare_logs where seq = 6) "
                + ROW_5);

        assertBreak("CHANGED", 5);
    }

    @Test
    void a_removed_row_is_found() {
        world.sql("delete from audit_logs " + ROW_5);

        assertBreak("REMOVED", 5);
    }

    @Test
    void removed_rows_are_found_though_those_behind_moved_up() {
        world.sql("delete from audit_logs where stream = 'order-events' and seq in (5, 6)");
        world.sql("update audit_logs set seq = seq - 2 where stream = 'order-events' and seq > 6");
        world.sql("update chain_heads set seq = seq - 2 where stream = 'order-events'");

        assertBreak("REMOVED", 5);
    }

    @Test
    void the_first_row_removed_is_found() {
        world.sql("delete from audit_logs where stream = 'order-events' and seq = 1");

        assertBreak("REMOVED", 1);
    }

    @Test
    void a_truncated_tail_is_found() {
        world.sql("delete from audit_logs where stream = 'order-events' and seq > 7");

        assertBreak("REMOVED", 8);
    }

    @Test
    void a_whole_stream_removed_is_found() {
        world.sql("delete from audit_logs where stream = 'order-events'");

        assertBreak("REMOVED", 1);
    }

    @Test
    void a_truncated_tail_with_the_head_set_back_to_another_link_is_found() {
        world.sql("delete from audit_logs where stream = 'order-events' and seq > 7");
        world.sql("update chain_heads set seq = 7 where stream = 'order-events'");

        JsonNode broken = finding().path("firstBreak");
        assertThat(broken.path("kind").asText()).isEqualTo("CHANGED");
        assertThat(broken.path("seq").asLong()).isEqualTo(7);
    }

    @Test
    void a_removed_head_is_found() {
        world.sql("delete from chain_heads where stream = 'order-events'");

        assertBreak("REMOVED", ROWS + 1);
    }

    /** Copies row 3 with an id and a time of its own to a place. */
    private static void insertCopyAt(int seq) {
        world.sql("""
                insert into audit_logs
                select gen_random_uuid(), occurred_at, received_at, 'employee:forged', action, subject_type, subject_id,
                    customer_id, address, result, trace_id, event_id, topic, details, stream, %d, salt, commitment, link
                from spare_logs where seq = 3
                """.formatted(seq));
    }

    @Test
    void a_row_inserted_between_others_is_found() {
        world.sql("update audit_logs set seq = seq + 1 where stream = 'order-events' and seq >= 5");
        insertCopyAt(5);
        world.sql("update chain_heads set seq = seq + 1 where stream = 'order-events'");

        assertBreak("INSERTED", 5);
    }

    @Test
    void a_row_inserted_at_a_place_that_is_taken_is_found() {
        insertCopyAt(5);

        String kind = finding().at("/firstBreak/kind").asText();
        long seq = finding().at("/firstBreak/seq").asLong();
        // Whichever of the two comes first, the other is one too many.
        assertThat(kind + seq).isIn("INSERTED5", "INSERTED6");
    }

    @Test
    void a_row_appended_behind_the_head_is_found() {
        insertCopyAt(ROWS + 1);

        String kind = finding().at("/firstBreak/kind").asText();
        assertThat(kind).isIn("INSERTED", "CHANGED");
        assertThat(finding().at("/firstBreak/seq").asLong()).isEqualTo(ROWS + 1);
    }

    @Test
    void a_well_made_row_appended_without_the_head_is_found() {
        world.sql("update chain_heads set seq = 9, link = (select link from spare_logs where seq = 9)"
                + " where stream = 'order-events'");

        JsonNode broken = finding().path("firstBreak");
        assertThat(broken.path("kind").asText()).isEqualTo("INSERTED");
        assertThat(broken.path("seq").asLong()).isEqualTo(ROWS);
    }

    @Test
    void neighbours_that_changed_places_are_found() {
        world.sql("update audit_logs set seq = 11 - seq where stream = 'order-events' and seq in (5, 6)");

        assertBreak("REORDERED", 5);
    }

    @Test
    void rows_far_apart_that_changed_places_are_found() {
        world.sql("update audit_logs set seq = 11 - seq where stream = 'order-events' and seq in (2, 9)");

        assertBreak("REORDERED", 2);
    }

    @Test
    void a_row_moved_into_another_stream_is_found() {
        world.sql("update audit_logs set stream = 'payment-events', seq = 1 where stream = 'order-events' and seq = 1");
        JsonNode payments =
                body(world.verify(world.admin(), "stream", "payment-events")).at("/streams/0/firstBreak");
        world.sql("delete from audit_logs where stream = 'payment-events'");

        assertThat(payments.path("seq").asLong()).isEqualTo(1);
        assertBreak("REMOVED", 1);
    }

    @Test
    void a_verification_goes_on_where_the_last_one_ended() {
        JsonNode first = finding("limit", "4");
        JsonNode second = finding("limit", "4", "after", first.path("to").asText());
        JsonNode third = finding("limit", "4", "after", second.path("to").asText());

        assertThat(first.path("complete").asBoolean()).isFalse();
        assertThat(second.path("from").asLong()).isEqualTo(5);
        assertThat(third.path("to").asLong()).isEqualTo(ROWS);
        assertThat(third.path("complete").asBoolean()).isTrue();
    }

    @Test
    void a_part_by_time_is_verified_alone() {
        world.sql("update audit_logs set actor = 'x' where stream = 'order-events' and seq = 2");
        world.sql("delete from audit_logs where stream = 'order-events' and seq = 9");
        String from = at(4);
        String to = at(8);

        // All ten happened within milliseconds: equal times belong to the part.
        JsonNode later = finding("from", from, "to", to);
        assertThat(later.has("firstBreak")).as(later.toString()).isFalse();
        assertThat(finding("from", from).at("/firstBreak/seq").asLong()).isEqualTo(9);
        assertThat(finding("from", "2001-01-01T00:00:00Z", "to", "2001-01-02T00:00:00Z")
                        .path("rows")
                        .asLong())
                .isZero();
    }

    /** Rows 5 and 6 have January for themselves; those before are of December, those behind of February. */
    private static void spreadOverMonths() {
        world.sql("""
                update audit_logs set occurred_at = timestamptz '2026-01-15 00:00:00Z'
                    + case when seq <= 4 then interval '-1 month' when seq > 6 then interval '1 month' else '0' end
                    + seq * interval '1 second'
                where stream = 'order-events'
                """);
    }

    private static JsonNode january() {
        return finding("from", "2026-01-01T00:00:00Z", "to", "2026-02-01T00:00:00Z");
    }

    @Test
    void a_month_of_which_all_rows_were_removed_is_found() {
        spreadOverMonths();
        world.sql("delete from audit_logs where stream = 'order-events' and seq in (5, 6)");

        assertThat(january().at("/firstBreak/kind").asText()).isEqualTo("REMOVED");
        assertThat(january().at("/firstBreak/seq").asLong()).isEqualTo(5);
        assertThat(january().path("complete").asBoolean()).isFalse();
    }

    @Test
    void a_month_is_found_missing_though_one_of_its_rows_was_recorded_later() {
        spreadOverMonths();
        world.sql("update audit_logs set occurred_at = '2026-01-16' where stream = 'order-events' and seq = 9");
        world.sql("delete from audit_logs where stream = 'order-events' and seq in (5, 6)");

        assertThat(january().at("/firstBreak/kind").asText()).isEqualTo("REMOVED");
        assertThat(january().at("/firstBreak/seq").asLong()).isEqualTo(5);
    }

    @Test
    void the_first_and_the_last_month_are_found_missing() {
        spreadOverMonths();
        world.sql("delete from audit_logs where stream = 'order-events' and seq not in (5, 6)");

        JsonNode first = finding("to", "2026-01-01T00:00:00Z");
        assertThat(first.at("/firstBreak/seq").asLong()).as(first.toString()).isEqualTo(1);
        world.sql("delete from audit_logs where stream = 'order-events'");
        world.sql("insert into audit_logs select * from spare_logs where seq <= 6");
        JsonNode last = finding("from", "2100-02-01T00:00:00Z");
        assertThat(last.at("/firstBreak/seq").asLong()).as(last.toString()).isEqualTo(7);
    }

    @Test
    void a_time_in_which_nothing_happened_is_complete() {
        for (String[] time : new String[][] {
            {"2001-01-01T00:00:00Z", "2001-02-01T00:00:00Z"}, {"2100-01-01T00:00:00Z", "2100-02-01T00:00:00Z"}
        }) {
            JsonNode finding = finding("from", time[0], "to", time[1]);
            assertThat(finding.has("firstBreak")).as(finding.toString()).isFalse();
            assertThat(finding.path("complete").asBoolean()).isTrue();
            assertThat(finding.path("rows").asLong()).isZero();
        }
    }

    private static String at(int seq) {
        return world.database
                .admin()
                .withHandle(handle -> handle.createQuery(
                                "select occurred_at from spare_logs where stream = 'order-events' and seq = :seq")
                        .bind("seq", seq)
                        .mapTo(Instant.class)
                        .one())
                .toString();
    }

    @Test
    void a_missing_row_to_go_on_from_is_a_break_and_a_place_beyond_the_end_a_mistake() {
        world.sql("delete from audit_logs " + ROW_5);

        assertThat(finding("after", "5").at("/firstBreak/kind").asText()).isEqualTo("REMOVED");
        assertThat(world.verify(world.admin(), "stream", "order-events", "after", "999")
                        .getStatusCode())
                .isEqualTo(400);
    }
}
