package dev.quayside.catalog;

import static dev.quayside.catalog.SomeOrder.cancelled;
import static dev.quayside.catalog.SomeOrder.confirmed;
import static dev.quayside.catalog.SomeOrder.delivered;
import static dev.quayside.catalog.SomeOrder.paid;
import static dev.quayside.catalog.SomeOrder.paymentDue;
import static dev.quayside.catalog.SomeOrder.placed;
import static dev.quayside.catalog.SomeOrder.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.OrderEvents.Line;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.testing.TestContext;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What order events cost the database, which shows which way they took: a begin counts, though it travels with the next
 * statement; a commit does not, its count may come late.
 */
class OrderStockStatementsIT {

    private static final String PLENTY = "PLENTY-1";
    private static final String LOW = "LOW-1";
    private static CatalogFixture catalog;

    private final UUID order = UUID.randomUUID();

    @BeforeAll
    static void open() {
        catalog = new CatalogFixture();
        catalog.admin.useHandle(handle -> {
            handle.execute("create extension pg_stat_statements");
            // before the app opens its connections
            handle.execute("alter role products_app set pg_stat_statements.track_planning = on");
        });
        // enough that the levels are read by their index, as they are in life
        catalog.generate(2000);
        catalog.createCategory("{\"slug\":\"tools\",\"name\":\"Tools\"}");
        catalog.product(PLENTY, 1000);
        catalog.change(catalog.product(LOW, 6), "\"1\"", """
                {"name":"Low","category":"tools","price":{"amount":1,"currency":"EUR"},"weightGrams":1,
                 "lowStockThreshold":5}
                """);
        // connections are open and drivers have asked what they ask once
        catalog.receive(cancelled(UUID.randomUUID()));
    }

    @AfterAll
    static void close() {
        catalog.admin.useHandle(
                handle -> handle.execute("alter role products_app reset pg_stat_statements.track_planning"));
        catalog.close();
    }

    private static long statementsOf(DomainEvent event) {
        return statementsOf(CatalogFixture.message(event));
    }

    private static long statementsOf(String message) {
        long before = statements();
        catalog.stock.onOrderEvent(message, new TestContext());
        return statements() - before;
    }

    private static long statements() {
        return sum("calls");
    }

    /** How often statements were planned. */
    private static long plans() {
        return sum("plans");
    }

    private static long sum(String column) {
        String sum = "select coalesce(sum(" + column + "), 0) from pg_stat_statements"
                + " where userid = 'products_app'::regrole and toplevel and query <> 'COMMIT'"
                + " and dbid = (select oid from pg_database where datname = current_database())";
        return catalog.admin.withHandle(
                handle -> handle.createQuery(sum).mapTo(Long.class).one());
    }

    @Test
    void reserving_what_is_there_takes_one_statement() {
        assertThat(statementsOf(placed(order, new Line(PLENTY, 2)))).isOne();
        assertThat(catalog.told(order.toString())).containsExactly("stock.reserved");
    }

    @Test
    void making_a_reservation_firm_takes_one_statement() {
        catalog.receive(placed(order, new Line(PLENTY, 2)));
        assertThat(statementsOf(paid(order))).isOne();
        assertThat(catalog.reservation(order)).isEqualTo("FIRM");
    }

    @Test
    void the_same_message_again_is_looked_up_in_the_inbox() {
        String placed = CatalogFixture.message(placed(order, new Line(PLENTY, 2)));
        String paid = CatalogFixture.message(paid(order));
        catalog.stock.onOrderEvent(placed, new TestContext());
        catalog.stock.onOrderEvent(paid, new TestContext());
        assertThat(statementsOf(placed)).isEqualTo(3);
        assertThat(statementsOf(paid)).isEqualTo(3);
    }

    @Test
    void a_nudge_is_decided_in_a_transaction() {
        catalog.receive(placed(order, new Line(PLENTY, 2)));
        assertThat(statementsOf(placed(order, new Line(PLENTY, 2)))).isEqualTo(6);
    }

    @Test
    void a_shortage_is_decided_in_a_transaction() {
        assertThat(statementsOf(placed(order, new Line(PLENTY, 1001)))).isEqualTo(7);
        assertThat(catalog.told(order.toString())).containsExactly("stock.rejected");
    }

    @Test
    void only_what_leaves_less_than_the_threshold_is_decided_in_a_transaction() {
        assertThat(statementsOf(placed(order, new Line(LOW, 1)))).isOne();
        assertThat(catalog.told(LOW)).doesNotContain("stock.low");
        assertThat(statementsOf(placed(UUID.randomUUID(), new Line(LOW, 1)))).isGreaterThan(1);
        assertThat(catalog.told(LOW)).containsOnlyOnce("stock.low");
    }

    @Test
    void events_that_move_no_stock_take_no_statement() {
        assertThat(statementsOf(paymentDue(order))).isZero();
        assertThat(statementsOf(confirmed(order))).isZero();
        assertThat(statementsOf(delivered(order))).isZero();
    }

    @Test
    void the_statements_are_not_planned_anew_for_each_order() {
        placePayAndShip(30);
        long before = plans();
        assertThat(before).isPositive();
        placePayAndShip(30);
        // an autoanalyze in between may cost some
        assertThat(plans()).isLessThan(before + 20);
    }

    private static void placePayAndShip(int orders) {
        for (int i = 0; i < orders; i++) {
            UUID each = UUID.randomUUID();
            catalog.receive(placed(each, new Line(PLENTY, 1)));
            catalog.receive(paid(each));
            catalog.receive(shipped(each));
        }
    }
}
