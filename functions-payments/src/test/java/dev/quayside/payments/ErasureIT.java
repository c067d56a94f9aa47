package dev.quayside.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.RegisterRules;
import dev.quayside.shared.testing.TestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forgets customers with many payments, and wherever the process dies. {@code -Dorders.count} says how many. */
class ErasureIT {

    private static final int ORDERS = Integer.getInteger("orders.count", 5_000);

    private static PaymentsWorld world;

    private final UUID customer = Ids.newId();

    @BeforeAll
    static void open() {
        world = new PaymentsWorld();
        // what is looked for must be few of many
        world.database.admin().useHandle(handle -> {
            for (int i = 0; i < 400; i++) {
                fill(handle, Ids.newId(), 50);
            }
            handle.execute("analyze known_orders, payments, refunds, payment_journal");
        });
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** Payments of orders, each given back. */
    private static void fill(Handle handle, UUID customer, int count) {
        handle.createUpdate("""
                        with known as (
                            insert into known_orders (order_id, customer_id)
                            select gen_random_uuid(), :customer from generate_series(1, :count)
                            returning order_id
                        ), paid as (
                            insert into payments (id, version, origin, order_id, customer_id, amount, currency, reference,
                                taken_by, status, charge_id, captured, refunded, attempts, sent_at, created_at,
                                updated_at)
                            select gen_random_uuid(), 3, 'ORDER', order_id, :customer, 119, 'EUR', order_id::text,
                                'order', 'CAPTURED', 'ch', 119, 119, 1, now(), now(), now()
                            from known
                            returning id
                        ), given_back as (
                            insert into refunds (id, payment_id, charge_id, amount, currency, reason, requested_by,
                                status, attempts, sent_at, created_at, updated_at)
                            select gen_random_uuid(), id, 'ch', 119, 'EUR', 'Ada was unhappy', 'employee:1', 'REFUNDED',
                                1, now(), now(), now()
                            from paid
                        )
                        insert into payment_journal (payment_id, entry, amount, currency, at)
                        select id, entry, 119, 'EUR', now()
                        from paid, unnest(array['CHARGE_SENT', 'CHARGE_CAPTURED', 'REFUND_SENT', 'REFUND_DONE']) entry
                        """).bind("customer", customer).bind("count", count).execute();
    }

    private static String partRequested(UUID customer) {
        return PaymentsWorld.event(new ErasurePartRequested(
                Ids.newId(),
                customer,
                "payments",
                Instant.now(),
                world.clock.instant().plusSeconds(300)));
    }

    private static void gdpr(String message) {
        new PaymentsMessages(world.lazy()).onGdprEvent(message, new TestContext());
    }

    private static void assertForgotten(UUID customer, int orders) {
        String payload = world.database
                .admin()
                .withHandle(handle -> handle.createQuery("""
                                select payload from outbox where subject = :pseudonym order by seq desc limit 1
                                """)
                        .bind("pseudonym", Pseudonym.of(customer).toString())
                        .mapTo(String.class)
                        .one());
        ErasedPart told = CloudEvent.parse(payload).data(ErasedPart.class);
        assertThat(told.outcome()).isEqualTo(Outcome.DONE);
        assertThat(told.tables())
                .containsExactlyInAnyOrder(
                        new ErasedTable("known_orders", orders),
                        new ErasedTable("payments", orders),
                        new ErasedTable("refunds", orders));
        for (String table : List.of("known_orders", "payments")) {
            assertThat(world.count(table + " where customer_id = '" + customer + "'"))
                    .isZero();
            assertThat(world.count(table + " where customer_id = '" + Pseudonym.of(customer) + "'"))
                    .isEqualTo(orders);
        }
        assertThat(world.count("refunds where reason <> '***' and payment_id in"
                        + " (select id from payments where customer_id = '" + Pseudonym.of(customer) + "')"))
                .isZero();
    }

    @Test
    void a_customer_with_many_payments_is_forgotten_in_time() {
        world.database.admin().useHandle(handle -> {
            fill(handle, customer, ORDERS);
            handle.execute("analyze known_orders, payments, refunds, payment_journal");
        });
        Instant begun = Instant.now();

        gdpr(partRequested(customer));

        // a third of the minute that all apps together have for 100,000
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertForgotten(customer, ORDERS);
    }

    @Test
    void the_rows_of_a_customer_are_found_by_indexes() {
        RegisterRules.rowsAreFoundByIndexes(world.database, customer);
    }

    @Test
    void two_at_once_count_each_row_once() {
        world.database.admin().useHandle(handle -> fill(handle, customer, 3_000));
        String message = partRequested(customer);

        CompletableFuture<?> other = CompletableFuture.runAsync(() -> gdpr(message));
        gdpr(message);
        other.join();
        gdpr(message);

        assertForgotten(customer, 3_000);
    }

    @Test
    void wherever_the_process_dies_the_next_one_goes_on() throws Exception {
        int places = CrashSockets.everywhere(place -> {
            UUID whose = Ids.newId();
            world.database.admin().useHandle(handle -> fill(handle, whose, 3));
            String message = partRequested(whose);

            boolean died = dies(place, message);
            gdpr(message);

            assertForgotten(whose, 3);
            return died;
        });
        assertThat(places).isGreaterThan(20);
    }

    private static boolean dies(int place, String message) {
        CrashSockets.Plan plan = new CrashSockets.Plan(place);
        DatabaseSettings healthy = world.database.settings();
        world.restart(world.start(CrashSockets.mortal(healthy, plan)));
        try {
            gdpr(message);
        } catch (CrashSockets.Crash expected) {
            // as planned
        } finally {
            world.restart(world.start(healthy));
        }
        return plan.isDead();
    }
}
