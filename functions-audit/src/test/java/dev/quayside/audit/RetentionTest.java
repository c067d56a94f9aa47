package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.audit.chain.OfflineVerifierAccess;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Housekeeping removes the beginnings of chains, and the rest still proves itself. */
class RetentionTest {

    /** Ten years have at most three leap days. */
    private static final Duration TEN_YEARS = Duration.ofDays(3_653);

    private final Instant now = Instant.now();
    private final Instant before = now.minus(TEN_YEARS);

    @TempDir
    private Path folder;

    private AuditWorld world;

    @BeforeEach
    void open() {
        world = new AuditWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private record Expired(UUID id, String line) {}

    /** Records as long ago as that. */
    private void record(Duration ago, int events) {
        for (int i = 0; i < events; i++) {
            record(ago, event(new OrderDelivered(Ids.newId(), AuditWorld.CUSTOMER)));
        }
    }

    private void record(Duration ago, String... events) {
        world.clock.set(now.minus(ago));
        world.orders(events);
        world.clock.set(now);
    }

    /** Has the anchor written of a day so long ago. */
    private void anchor(Duration ago) {
        world.clock.set(now.minus(ago));
        world.anchor();
        world.clock.set(now);
    }

    /** Names nobody. */
    private static String shipmentBooked() {
        String order = Ids.newId().toString();
        return event(Ids.newId().toString(), "quayside.shipment.booked.v1", order, Json.node(Map.of("orderId", order)));
    }

    private <T> T housekeeping(org.jdbi.v3.core.HandleCallback<T, RuntimeException> work) {
        return Jdbi.create(world.database.jdbcUrl() + "?user=housekeeping_app").inTransaction(work);
    }

    private List<Expired> expired(Instant time, int most) {
        return housekeeping(handle -> handle.createQuery(
                        "select id, content from audit.expired_entries(:before, :most)")
                .bind("before", time)
                .bind("most", most)
                .map((row, context) -> new Expired(row.getObject("id", UUID.class), row.getString("content")))
                .list());
    }

    private int remove(List<Expired> entries) {
        return housekeeping(
                handle -> remove(handle, entries.stream().map(Expired::id).toArray(UUID[]::new)));
    }

    private static int remove(Handle handle, UUID... ids) {
        return handle.registerArrayType(UUID.class, "uuid")
                .createQuery("select audit.remove_entries(:ids)")
                .bind("ids", ids)
                .mapTo(Integer.class)
                .one();
    }

    private long count(Instant time) {
        return housekeeping(handle -> handle.createQuery("select audit.count_expired_entries(:before)")
                .bind("before", time)
                .mapTo(Long.class)
                .one());
    }

    private JsonNode verified() {
        JsonNode report = body(world.verify(world.admin()));
        assertThat(report.get("intact").asBoolean()).as(report.toString()).isTrue();
        return report.at("/streams/0");
    }

    @Test
    void the_oldest_entries_go_and_the_rest_is_verified_from_where_they_ended() {
        record(TEN_YEARS.plusDays(2), 5);
        record(TEN_YEARS.plusDays(1), 3);
        anchor(TEN_YEARS);
        record(Duration.ofDays(1), 4);

        assertThat(count(before)).isEqualTo(8);
        List<Expired> first = expired(before, 6);
        assertThat(first).hasSize(6);
        assertThat(remove(first)).isEqualTo(6);
        assertThat(remove(expired(before, 6))).isEqualTo(2);
        assertThat(expired(before, 6)).isEmpty();
        assertThat(count(before)).isZero();

        JsonNode orders = verified();
        assertThat(orders.get("from").asLong()).isEqualTo(9);
        assertThat(orders.get("to").asLong()).isEqualTo(12);
        assertThat(body(world.export(world.admin(), "stream", "order-events"))
                        .at("/start/seq")
                        .asLong())
                .isEqualTo(8);
        record(Duration.ofDays(1), 1);
        assertThat(verified().get("to").asLong()).isEqualTo(13);
    }

    @Test
    void a_chain_of_which_nothing_is_left_goes_on() {
        record(TEN_YEARS.plusDays(2), 3);
        anchor(TEN_YEARS);
        remove(expired(before, 100));

        assertThat(verified().get("rows").asLong()).isZero();
        record(Duration.ZERO, 1);
        assertThat(verified().get("from").asLong()).isEqualTo(4);
    }

    @Test
    void what_was_archived_is_what_the_offline_verifier_reads() throws Exception {
        record(TEN_YEARS.plusDays(2), shipmentBooked(), shipmentBooked(), shipmentBooked(), shipmentBooked());
        world.sql("""
                update audit_logs set actor = null, action = null, subject_type = null, subject_id = null,
                    customer_id = null, address = null, result = null, trace_id = null, event_id = null,
                    details = null, salt = null
                where stream = 'order-events' and seq = 2
                """);
        List<String> lines = expired(before, 10).stream().map(Expired::line).toList();

        assertThat(OfflineVerifierAccess.verify(
                        Files.write(folder.resolve("archive.jsonl"), lines).toString()))
                .startsWith("order-events: rows 1 to 4 hold, 1 of them with erased content");
        assertThat(OfflineVerifierAccess.verify(Files.write(
                                folder.resolve("changed.jsonl"),
                                List.of(lines.get(0).replace("shipment.booked", "shipment.lost")))
                        .toString()))
                .contains("CHANGED at 1");
    }

    @Test
    void an_archive_names_no_customer_and_is_verified_all_the_same() throws Exception {
        String customer = AuditWorld.CUSTOMER.toString();
        String nested = event(
                "e-1",
                "quayside.order.moved.v1",
                Ids.newId().toString(),
                Json.node(Map.of("cancelledBy", "employee:1", "before", Map.of("customerId", customer))));
        String byClient = event(
                "e-2",
                "quayside.order.moved.v1",
                Ids.newId().toString(),
                Json.node(Map.of("cancelledBy", "client:" + customer)));
        String about = event("e-3", "quayside.customer.moved.v1", customer, Json.node(Map.of()));
        record(
                TEN_YEARS.plusDays(2),
                event(new OrderDelivered(Ids.newId(), AuditWorld.CUSTOMER)),
                nested,
                byClient,
                about,
                "{\"customerId\":\"" + customer + "\",",
                shipmentBooked());

        List<String> lines = expired(before, 10).stream().map(Expired::line).toList();

        assertThat(lines).hasSize(6).noneMatch(line -> line.contains(customer));
        assertThat(lines.subList(0, 5)).noneMatch(line -> line.contains("salt") || line.contains("content"));
        assertThat(lines.get(5)).contains("shipment.booked");
        assertThat(OfflineVerifierAccess.verify(
                        Files.write(folder.resolve("archive.jsonl"), lines).toString()))
                .startsWith("order-events: rows 1 to 6 hold, 5 of them with content that the archive withholds");
    }

    @Test
    void an_archive_and_the_export_of_what_is_left_are_one_chain() throws Exception {
        UUID forgotten = Ids.newId();
        record(
                TEN_YEARS.plusDays(2),
                event(new OrderDelivered(Ids.newId(), forgotten)),
                event(new OrderDelivered(Ids.newId(), AuditWorld.CUSTOMER)),
                shipmentBooked());
        anchor(TEN_YEARS);
        record(Duration.ofDays(1), 2);
        world.gdprPart(world.partRequested(Ids.newId(), forgotten));
        List<Expired> archived = expired(before, 10);
        remove(archived);
        List<String> whole =
                new ArrayList<>(archived.stream().map(Expired::line).toList());
        whole.add((String) world.export(world.admin(), "stream", "order-events").getBody());

        assertThat(OfflineVerifierAccess.verify(
                        Files.write(folder.resolve("whole.jsonl"), whole).toString()))
                .isEqualTo("order-events: rows 1 to 6 hold, 1 of them with erased content,"
                        + " 1 of them with content that the archive withholds; that is the whole stream;"
                        + " whether those up to 2 were old enough to go, only anchors tell");
    }

    @Test
    void an_entry_at_the_boundary_stays_and_one_before_it_goes() {
        record(TEN_YEARS.plusDays(2), 1);
        world.sql("update audit_logs set received_at = timestamptz '2016-02-29 00:00:00Z'");

        assertThat(expired(Instant.parse("2016-02-29T00:00:00Z"), 10)).isEmpty();
        assertThat(expired(Instant.parse("2016-02-29T00:00:00.000001Z"), 10)).hasSize(1);
    }

    @Test
    void nothing_goes_that_something_younger_precedes() {
        record(TEN_YEARS.plusDays(2), 1);
        record(Duration.ofDays(1), 1);
        record(TEN_YEARS.plusDays(2), 1);

        assertThat(count(before)).isEqualTo(1);
        assertThat(expired(before, 10)).hasSize(1);
    }

    @Test
    void whatever_is_asked_for_nothing_younger_than_ten_years_goes() {
        record(Duration.ofDays(3_640), 2);
        List<Expired> young = expired(now, 10);

        assertThat(young).hasSize(2);
        assertThatThrownBy(() -> remove(young)).hasMessageContaining("younger than 10 years");
        verified();
    }

    @Test
    void entries_that_are_not_the_beginning_of_their_chain_do_not_go() {
        record(TEN_YEARS.plusDays(2), 4);
        anchor(TEN_YEARS);
        List<Expired> all = expired(before, 10);

        assertThatThrownBy(() -> remove(all.subList(1, 3))).hasMessageContaining("not the oldest");
        assertThatThrownBy(() -> remove(List.of(all.get(0), all.get(2)))).hasMessageContaining("not the oldest");
        assertThatThrownBy(() -> remove(Collections.nCopies(2, all.get(0)))).hasMessageContaining("not the oldest");
        assertThatThrownBy(() -> housekeeping(handle -> remove(handle, Ids.newId())))
                .hasMessageContaining("not the oldest");
        assertThat(remove(all.subList(0, 1))).isEqualTo(1);
        assertThatThrownBy(() -> remove(all.subList(0, 2))).hasMessageContaining("not the oldest");
        int none = housekeeping(handle -> remove(handle));
        assertThat(none).isZero();
        assertThat(verified().get("rows").asLong()).isEqualTo(3);
    }

    @Test
    void a_start_that_somebody_moved_is_found() {
        record(Duration.ofDays(1), 4);
        world.sql("update chain_starts set seq = 2 where stream = 'order-events'");

        JsonNode finding =
                body(world.verify(world.admin(), "stream", "order-events")).at("/streams/0");
        assertThat(finding.at("/firstBreak/seq").asLong()).isEqualTo(3);
    }

    @Test
    void lines_of_trails_go_when_they_are_ten_years_old() {
        String[] times = {before.minusSeconds(86_400).toString(), now.toString()};
        for (String time : times) {
            world.messages()
                    .gdprEvents(
                            List.of(event(new ExportRequested(Ids.newId(), AuditWorld.CUSTOMER, "employee:1", now))
                                    .replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"" + time + "\"")),
                            new dev.quayside.shared.testing.TestContext());
        }

        assertThat(trail("count_expired_trail(:before)", before)).isEqualTo(1);
        assertThat(trail("purge_trail(:before, 10)", now.plusSeconds(60))).isEqualTo(1);
        assertThat(trail("purge_trail(:before, 10)", now.plusSeconds(60))).isZero();
        assertThat(world.count("select count(*) from gdpr_audit_trail")).isOne();
    }

    private long trail(String function, Instant time) {
        return housekeeping(handle -> handle.createQuery("select audit." + function)
                .bind("before", time)
                .mapTo(Long.class)
                .one());
    }

    @Test
    void housekeeping_may_do_nothing_else_and_nobody_else_this() {
        assertThat(world.count("select has_table_privilege('housekeeping_app', 'audit_logs', 'SELECT')::int"))
                .isZero();
        assertThat(world.count("select has_function_privilege('audit_app', 'remove_entries(uuid[])', 'EXECUTE')::int"))
                .isZero();
        for (String right : List.of("INSERT", "UPDATE", "DELETE", "TRUNCATE")) {
            assertThat(world.count("select has_table_privilege('audit_app', 'chain_starts', '" + right + "')::int"))
                    .as(right)
                    .isZero();
        }
    }
}
