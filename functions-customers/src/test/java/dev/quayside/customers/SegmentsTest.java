package dev.quayside.customers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.OrderEvents.Line;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderPaid;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which segment the orders of a customer make. */
class SegmentsTest {

    private static CustomersBench bench;

    private final UUID id = bench.registered("Alice Larsen", "alice@example.com");

    @BeforeAll
    static void open() {
        bench = new CustomersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private UUID placed(long total, String currency, Duration ago) {
        UUID order = Ids.newId();
        Instant at = bench.clock.instant().minus(ago);
        bench.order(new OrderPlaced(order, id, List.of(new Line("QS-1", 1)), Money.of(total, currency), at));
        return order;
    }

    private UUID paid(long total, String currency, Duration ago) {
        UUID order = placed(total, currency, ago);
        bench.order(new OrderPaid(order, id, Money.of(total, currency), Ids.newId()));
        return order;
    }

    private UUID paid(int daysAgo) {
        return paid(1_000, "EUR", Duration.ofDays(daysAgo));
    }

    /** The segment after the run of the next day. */
    private String tomorrow() {
        return after(Duration.ofDays(1));
    }

    private String after(Duration time) {
        bench.clock.advance(time);
        bench.messages.recomputeSegments("{}", bench.context);
        return now();
    }

    private String now() {
        return bench.database
                .admin()
                .withHandle(handle -> handle.select("select segment from customer_segments where customer_id = ?", id)
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void who_has_just_registered_is_new_at_once() {
        assertThat(now()).isEqualTo("NEW");
        assertThat(tomorrow()).isEqualTo("NEW");
    }

    @Test
    void one_order_leaves_a_customer_new_and_a_second_makes_them_active() {
        paid(0);
        assertThat(tomorrow()).isEqualTo("NEW");
        paid(0);
        assertThat(tomorrow()).isEqualTo("ACTIVE");
    }

    @Test
    void five_orders_in_a_year_are_loyal() {
        List.of(0, 1, 200, 300).forEach(days -> paid(days));
        assertThat(tomorrow()).isEqualTo("ACTIVE");
        paid(360);
        assertThat(tomorrow()).isEqualTo("LOYAL");
        // The oldest is more than a year ago now.
        assertThat(after(Duration.ofDays(5))).isEqualTo("ACTIVE");
    }

    @Test
    void much_money_is_high_value_from_the_cent_on_and_in_its_currency() {
        paid(500_000, "USD", Duration.ofDays(3));
        paid(199_999, "EUR", Duration.ofDays(2));
        assertThat(tomorrow()).isEqualTo("ACTIVE");
        paid(1, "EUR", Duration.ofDays(1));
        assertThat(tomorrow()).isEqualTo("HIGH_VALUE");
    }

    @Test
    void orders_that_were_not_paid_or_were_called_off_do_not_count() {
        for (int i = 0; i < 6; i++) {
            placed(300_000, "EUR", Duration.ofDays(1));
            bench.order(new OrderCancelled(paid(300_000, "EUR", Duration.ofDays(1)), id, "client:" + id));
        }

        assertThat(tomorrow()).isEqualTo("NEW");
    }

    @Test
    void who_does_not_come_back_for_half_a_year_has_lapsed() {
        paid(0);
        paid(0);

        assertThat(after(Duration.ofDays(180).minusMinutes(1))).isEqualTo("ACTIVE");
        assertThat(tomorrow()).isEqualTo("LAPSED");
    }

    @Test
    void rules_are_rows_and_a_customer_whom_none_fits_has_no_segment() {
        bench.database.admin().useHandle(handle -> {
            handle.execute("create table kept as select * from segment_rules");
            handle.execute("delete from segment_rules where segment <> 'LOYAL'");
        });
        try {
            bench.clock.advance(Duration.ofDays(1));
            bench.messages.recomputeSegments("{}", bench.context);
            assertThat(bench.count("select count(*) from customer_segments where customer_id = '" + id + "'"))
                    .isZero();
        } finally {
            bench.database.admin().useHandle(handle -> {
                handle.execute("delete from segment_rules");
                handle.execute("insert into segment_rules select * from kept");
                handle.execute("drop table kept");
            });
        }
        assertThat(tomorrow()).isEqualTo("NEW");
    }
}
