package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.RegisterRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forgets customers with many orders, and wherever the process dies. {@code -Dorders.count} says how many. */
class ErasureIT {

    private static final int ORDERS = Integer.getInteger("orders.count", 5_000);

    private static OrdersBench bench;

    private final UUID customer = Ids.newId();

    @BeforeAll
    static void open() {
        bench = new OrdersBench();
        // what is looked for must be few of many
        bench.database.admin().useHandle(handle -> {
            for (int i = 0; i < 400; i++) {
                fill(handle, Ids.newId(), 50);
            }
            handle.execute("analyze orders, order_states, order_history");
        });
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** Delivered orders that the customer placed and an employee shipped. */
    private static void fill(Handle handle, UUID customer, int count) {
        handle.createUpdate("""
                        with placed as (
                            insert into orders (id, customer_id, placed_at, placed_by, currency, net, tax, total,
                                tax_basis_points, lines, shipping_address)
                            select gen_random_uuid(), :customer, now() - i * interval '1 minute', 'client:' || :customer,
                                'EUR', 100, 19, 119, 1900, '[]', cast(:address as jsonb)
                            from generate_series(1, :count) i
                            returning id, placed_at, placed_by
                        ), stands as (
                            insert into order_states (order_id, placed_at, status, version, changed_by, updated_at,
                                shipment_id, tracking_number)
                            select id, placed_at, 'DELIVERED', 6, 'employee:1', placed_at, 'sh-' || id, 'TR-' || id
                            from placed
                        )
                        insert into order_history (order_id, version, to_status, actor, at)
                        select id, version, 'PLACED', case version when 1 then placed_by else 'system:payments' end,
                            placed_at
                        from placed, generate_series(1, 6) version
                        """)
                .bind("customer", customer)
                .bind("count", count)
                .bind("address", """
                        {"name":"Ada","line1":"Kai 1","city":"Berlin","postalCode":"10115","country":"DE"}""")
                .execute();
    }

    private ErasurePartRequested partRequested() {
        return new ErasurePartRequested(
                Ids.newId(), customer, "orders", Instant.now(), Instant.now().plusSeconds(300));
    }

    private static List<ErasedPart> told(UUID customer) {
        return bench.database
                .admin()
                .withHandle(handle -> handle.createQuery("""
                                select payload from outbox where type = :type and subject = :pseudonym order by seq
                                """)
                        .bind("type", ErasedPart.TYPE)
                        .bind("pseudonym", Pseudonym.of(customer).toString())
                        .mapTo(String.class)
                        .map(text -> CloudEvent.parse(text).data(ErasedPart.class))
                        .list());
    }

    private static void assertForgotten(UUID customer, int orders) {
        ErasedPart told = told(customer).get(told(customer).size() - 1);
        assertThat(told.outcome()).isEqualTo(Outcome.DONE);
        assertThat(told.tables())
                .containsExactlyInAnyOrder(
                        new ErasedTable("orders", orders),
                        new ErasedTable("order_states", orders),
                        new ErasedTable("order_history", orders));
        assertThat(bench.count("select count(*) from orders where customer_id = '" + customer + "'"))
                .isZero();
        assertThat(bench.count("select count(*) from orders o join order_states s on s.order_id = o.id"
                        + " join order_history h on h.order_id = o.id where o.customer_id = '"
                        + Pseudonym.of(customer) + "' and (o::text || s::text || h::text like '%" + customer
                        + "%' or o::text like '%Kai 1%' or s.tracking_number is not null)"))
                .isZero();
    }

    @Test
    void a_customer_with_many_orders_is_forgotten_in_time() {
        bench.database.admin().useHandle(handle -> {
            fill(handle, customer, ORDERS);
            handle.execute("analyze orders, order_states, order_history");
        });
        Instant begun = Instant.now();

        bench.messages.onGdprEvent(OrdersBench.envelope(partRequested()), bench.context);

        // a third of the minute that all apps together have for 100,000
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertForgotten(customer, ORDERS);
    }

    @Test
    void the_rows_of_a_customer_are_found_by_indexes() {
        RegisterRules.rowsAreFoundByIndexes(bench.database, customer);
    }

    @Test
    void two_at_once_count_each_row_once() {
        bench.database.admin().useHandle(handle -> fill(handle, customer, 3_000));
        String message = OrdersBench.envelope(partRequested());

        CompletableFuture<?> other =
                CompletableFuture.runAsync(() -> bench.messages.onGdprEvent(message, bench.context));
        bench.messages.onGdprEvent(message, bench.context);
        other.join();
        bench.messages.onGdprEvent(message, bench.context);

        assertForgotten(customer, 3_000);
    }

    @Test
    void wherever_the_process_dies_the_next_one_goes_on() throws Exception {
        int places = CrashSockets.everywhere(place -> {
            UUID whose = Ids.newId();
            bench.database.admin().useHandle(handle -> fill(handle, whose, 3));
            String message = OrdersBench.envelope(new ErasurePartRequested(
                    Ids.newId(), whose, "orders", Instant.now(), Instant.now().plusSeconds(300)));

            boolean died = dies(place, message);
            bench.messages.onGdprEvent(message, bench.context);

            assertForgotten(whose, 3);
            return died;
        });
        assertThat(places).isGreaterThan(20);
    }

    private static boolean dies(int place, String message) {
        CrashSockets.Plan plan = new CrashSockets.Plan(place);
        try (OrdersApp mortal = bench.start(CrashSockets.mortal(bench.database.settings(), plan))) {
            new OrdersMessages(new Lazy<>(() -> mortal)).onGdprEvent(message, bench.context);
        } catch (CrashSockets.Crash expected) {
            // as planned
        }
        return plan.isDead();
    }
}
