package dev.quayside.payments;

import static dev.quayside.payments.PaymentsWorld.cancelled;
import static dev.quayside.payments.PaymentsWorld.paymentDue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.kernel.Ids;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What payments cost the database; a begin counts, a commit does not: its count may come late. */
class PaymentsStatementsTest {

    private static PaymentsWorld world;

    @BeforeAll
    static void open() {
        world = new PaymentsWorld();
        world.database.admin().useHandle(handle -> handle.execute("create extension pg_stat_statements"));
        // connections are open and drivers have asked what they ask once
        world.deliver(paymentDue(Ids.newId(), 1999, "tok_ok"));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static long statementsOf(String message) {
        long before = statements();
        world.deliver(message);
        return statements() - before;
    }

    private static long statements() {
        return world.database
                .admin()
                .withHandle(handle -> handle.createQuery("""
                                select coalesce(sum(calls), 0) from pg_stat_statements
                                where userid = 'payments_app'::regrole and toplevel and query <> 'COMMIT'
                                and dbid = (select oid from pg_database where datname = current_database())
                                """).mapTo(Long.class).one());
    }

    @Test
    void a_payment_takes_two_statements() {
        assertThat(statementsOf(paymentDue(Ids.newId(), 1999, "tok_ok"))).isEqualTo(2);
        assertThat(statementsOf(paymentDue(Ids.newId(), 1999, "tok_declined"))).isEqualTo(2);
    }

    @Test
    void a_message_that_was_handled_before_takes_two_and_a_begin() {
        String message = paymentDue(Ids.newId(), 1999, "tok_ok");
        world.deliver(message);

        assertThat(statementsOf(message)).isEqualTo(3);
    }

    @Test
    void a_payment_of_a_closed_order_takes_three_and_a_begin() {
        UUID order = Ids.newId();
        world.deliver(cancelled(order));

        assertThat(statementsOf(paymentDue(order, 1999, "tok_ok"))).isEqualTo(4);
    }
}
