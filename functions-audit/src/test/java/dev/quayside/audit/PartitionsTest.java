package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Months have their partition before they begin, and lose nothing if they have none. */
class PartitionsTest {

    private static final String PARTITIONS =
            "select count(*) from pg_inherits where inhparent = 'audit.audit_logs'::regclass";

    private AuditWorld world;

    @BeforeEach
    void open() {
        world = new AuditWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void tick() {
        world.messages().partitions("{}", new TestContext());
    }

    private static String eventAt(Instant time) {
        return event(new OrderDelivered(Ids.newId(), AuditWorld.CUSTOMER))
                .replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"" + time + "\"");
    }

    @Test
    void the_timer_makes_the_months_to_come_and_running_again_changes_nothing() {
        long before = world.count(PARTITIONS);
        tick();
        assertThat(world.count(PARTITIONS)).isEqualTo(before);

        world.clock.advance(Duration.ofDays(62));
        tick();
        tick();

        assertThat(world.count(PARTITIONS)).isEqualTo(before + 2);
    }

    @Test
    void the_timer_at_once_in_many_instances_makes_each_month_once() throws Exception {
        long before = world.count(PARTITIONS);
        world.clock.advance(Duration.ofDays(365));

        AtOnce.run(6, this::tick);

        assertThat(world.count(PARTITIONS)).isEqualTo(before + 5);
    }

    @Test
    void rows_that_waited_for_their_month_move_into_it_and_keep_their_place_in_the_chain() {
        Instant later = Instant.now().plus(Duration.ofDays(200));
        world.orders(eventAt(Instant.now()), eventAt(later), eventAt(Instant.now()));
        assertThat(world.count("select count(*) from audit_logs_default")).isEqualTo(1);

        world.clock.advance(Duration.ofDays(200));
        tick();

        assertThat(world.count("select count(*) from audit_logs_default")).isZero();
        assertThat(world.count("select count(*) from audit_logs")).isEqualTo(3);
        assertThat(AuditWorld.body(world.verify(world.admin())).path("intact").asBoolean())
                .isTrue();
        assertThat(world.count("select has_table_privilege('audit_app', relid, 'DELETE')::int from ("
                        + "select inhrelid as relid from pg_inherits where inhparent = 'audit.audit_logs'::regclass"
                        + " order by inhrelid desc limit 1) newest"))
                .isZero();
    }
}
