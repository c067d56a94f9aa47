package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.kernel.Ids;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What notifications cost the database; a begin counts, a commit does not: its count may come late. Two of them, one for
 * each way besides the app, go in one round trip.
 */
class NotificationsStatementsTest {

    private static NotificationsWorld world;

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
        world.database.admin().useHandle(handle -> handle.execute("create extension pg_stat_statements"));
        // connections are open and drivers have asked what they ask once
        world.deliver(new OrderDelivered(Ids.newId(), Ids.newId()));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static long statementsOf(DomainEvent event, String message) {
        long before = statements();
        world.deliver(event, message);
        return statements() - before;
    }

    private static long statements() {
        return world.database
                .admin()
                .withHandle(handle -> handle.createQuery("""
                                select coalesce(sum(calls), 0) from pg_stat_statements
                                where userid = 'notifications_app'::regrole and toplevel and query <> 'COMMIT'
                                and dbid = (select oid from pg_database where datname = current_database())
                                """).mapTo(Long.class).one());
    }

    @Test
    void a_notification_takes_seven_statements_and_a_begin() {
        UUID stranger = Ids.newId();
        DomainEvent event = new OrderDelivered(Ids.newId(), stranger);

        assertThat(statementsOf(event, message(event))).isEqualTo(8);
    }

    @Test
    void a_message_that_was_handled_before_takes_one_and_a_begin() {
        DomainEvent event = new OrderDelivered(Ids.newId(), Ids.newId());
        String message = message(event);
        world.deliver(event, message);

        assertThat(statementsOf(event, message)).isEqualTo(2);
    }

    @Test
    void a_timer_that_finds_nothing_takes_one_between_the_notes_of_its_run() {
        long before = statements();
        world.tick();

        assertThat(statements() - before).isEqualTo(3);
    }
}
