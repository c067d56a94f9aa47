package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.body;
import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The process dies at every place in turn; the next one goes on, with messages delivered and timers fired again. */
class CrashIT {

    private AuditWorld world;

    @BeforeEach
    void open() {
        world = new AuditWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static List<String> life(UUID customer) {
        return List.of(
                event(new OrderDelivered(Ids.newId(), customer)),
                event(new OrderCancelled(Ids.newId(), customer, "client:" + customer)));
    }

    private JsonNode verified() {
        JsonNode report = body(world.verify(world.admin()));
        assertThat(report.get("intact").asBoolean()).as(report.toString()).isTrue();
        return report;
    }

    @Test
    void a_batch_is_recorded_once_wherever_the_process_dies() throws Exception {
        int places = CrashSockets.everywhere(place -> {
            List<String> batch = life(Ids.newId());

            boolean died = world.dies(place, process -> process.orderEvents(batch, new TestContext()));
            world.messages().orderEvents(batch, new TestContext());

            assertThat(world.rows("order-events")).hasSize(2 * place);
            verified();
            return died;
        });
        assertThat(places).isGreaterThan(8);
    }

    @Test
    void a_person_is_erased_wherever_the_process_dies() throws Exception {
        int places = CrashSockets.everywhere(place -> {
            UUID customer = Ids.newId();
            world.messages().orderEvents(life(customer), new TestContext());
            String asked = event(new ErasurePartRequested(
                    Ids.newId(),
                    customer,
                    "audit",
                    Instant.now(),
                    world.clock.instant().plusSeconds(300)));

            boolean died = world.dies(place, process -> process.gdprPart(asked, new TestContext()));
            world.messages().gdprPart(asked, new TestContext());

            assertThat(world.count("select count(*) from audit_logs a where a::text like '%" + customer + "%'"))
                    .isZero();
            assertThat(world.count("select sum(rows) from erased_rows where table_name = 'audit_logs'"))
                    .isEqualTo(2L * place);
            verified();
            return died;
        });
        assertThat(places).isGreaterThan(16);
    }

    /** More than one batch of an erasure, in three chains, among those of somebody else. */
    private void longLife(UUID customer) {
        List<String> messages = IntStream.range(0, 1_200)
                .mapToObj(
                        each -> event(new OrderDelivered(Ids.newId(), each % 8 == 7 ? AuditWorld.CUSTOMER : customer)))
                .toList();
        world.messages().orderEvents(messages, new TestContext());
        world.messages().customerEvents(messages.subList(0, 1_120), new TestContext());
        world.messages().notificationEvents(messages.subList(0, 16), new TestContext());
    }

    @Test
    void a_long_erasure_is_on_record_row_by_row_wherever_the_process_dies() throws Exception {
        int places = CrashSockets.everywhere(place -> {
            UUID customer = Ids.newId();
            longLife(customer);
            String asked = event(world.partRequested(Ids.newId(), customer));

            boolean died = world.dies(place, process -> process.gdprPart(asked, new TestContext()));
            world.messages().gdprPart(asked, new TestContext());

            assertThat(world.count("select count(*) from audit_logs where customer_id = '" + customer + "'"))
                    .isZero();
            return died;
        });

        assertThat(places).isGreaterThan(20);
        long erased = (places + 1) * (1_050L + 980 + 14);
        for (String stream : List.of("order-events", "customer-events", "notification-events")) {
            long after = 0;
            JsonNode finding;
            do {
                finding = body(world.verify(
                                world.admin(), "stream", stream, "after", Long.toString(after), "limit", "100000"))
                        .at("/streams/0");
                assertThat(finding.has("firstBreak")).as(finding.toString()).isFalse();
                after = finding.get("to").asLong();
            } while (!finding.get("complete").asBoolean());
        }
        assertThat(world.count("select count(*) from audit_logs where salt is null"))
                .isEqualTo(erased);
        assertThat(world.count("select sum((details ->> 'rows')::int) from audit_logs"
                        + " where action = 'audit.entries-erased'"))
                .isEqualTo(erased);
    }

    @Test
    void each_day_has_one_anchor_wherever_the_process_dies() throws Exception {
        int places = CrashSockets.everywhere(place -> {
            world.clock.advance(Duration.ofDays(1));
            world.messages().orderEvents(life(Ids.newId()), new TestContext());

            boolean died = world.dies(place, process -> process.anchor("", new TestContext()));
            world.anchor();

            assertThat(body(world.anchors(world.admin())).get("items")).hasSize(place);
            assertThat(verified().get("anchors").findValuesAsText("holds")).containsOnly("true");
            return died;
        });
        assertThat(places).isGreaterThan(4);
    }
}
