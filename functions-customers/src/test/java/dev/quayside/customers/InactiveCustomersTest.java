package dev.quayside.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom housekeeping finds to have been away for long, by the functions that this schema publishes. */
class InactiveCustomersTest {

    private static final Duration LONG = Duration.ofDays(7 * 365);

    private CustomersBench bench;
    private Jdbi housekeeping;
    private UUID away;
    private Instant registeredAt;

    @BeforeEach
    void open() {
        bench = new CustomersBench();
        housekeeping = Jdbi.create(bench.database.jdbcUrl() + "?user=housekeeping_app");
        bench.clock.set(Instant.parse("2019-02-28T12:00:00Z"));
        away = bench.registered("Alice Larsen", null);
        registeredAt = housekeepingSees("select registered_at from customers where id = '" + away + "'");
        bench.clock.advance(LONG);
        bench.registered("Just Come", null);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Instant housekeepingSees(String sql) {
        return bench.database
                .admin()
                .withHandle(handle -> handle.select(sql).mapTo(Instant.class).one());
    }

    private List<UUID> inactive(Instant before) {
        List<UUID> found = housekeeping.withHandle(
                handle -> handle.select("select customer_id from customers.inactive_customers(?, 10)", before)
                        .mapTo(UUID.class)
                        .list());
        long count =
                housekeeping.withHandle(handle -> handle.select("select customers.count_inactive_customers(?)", before)
                        .mapTo(Long.class)
                        .one());
        assertThat(count).isEqualTo(found.size());
        return found;
    }

    @Test
    void to_the_microsecond() {
        assertThat(inactive(registeredAt)).isEmpty();
        assertThat(inactive(registeredAt.plusNanos(1_000))).containsExactly(away);
    }

    @Test
    void a_sign_in_counts() {
        assertThat(inactive(bench.clock.instant().minusSeconds(60))).containsExactly(away);

        bench.register(bench.token(away, "Alice Larsen", null), "{}");

        assertThat(inactive(bench.clock.instant().minusSeconds(60))).isEmpty();
    }

    @Test
    void a_change_of_the_profile_counts() {
        bench.put(bench.admin, away, 1, CustomersBench.PROFILE);

        assertThat(inactive(bench.clock.instant().minusSeconds(60))).isEmpty();
    }

    @Test
    void preferences_count() {
        bench.http.updatePreferences(
                TestRequest.put("v1/customers/x", "{\"newsletter\":\"WEEKLY\",\"preferredChannel\":\"SMS\"}")
                        .as(bench.admin)
                        .header("If-Match", "\"0\""),
                away.toString(),
                bench.context);

        assertThat(inactive(bench.clock.instant().minusSeconds(60))).isEmpty();
    }

    @Test
    void a_consent_counts() {
        bench.http.recordConsents(
                TestRequest.put("v1/customers/x", """
                        {"consents":[{"purpose":"marketing-sms","granted":true,"textVersion":"1"}],"how":"PHONE"}""").as(bench.admin).header("If-Match", "\"0\""),
                away.toString(),
                bench.context);

        assertThat(inactive(bench.clock.instant().minusSeconds(60))).isEmpty();
    }

    @Test
    void an_order_counts_from_when_it_was_placed() {
        Instant ordered = registeredAt.plus(Duration.ofDays(300));
        bench.order(OrderFixture.placed(Ids.newId(), away, ordered));

        assertThat(inactive(ordered)).isEmpty();
        assertThat(inactive(ordered.plusNanos(1_000))).containsExactly(away);
    }

    @Test
    void who_is_about_to_be_erased_is_not_found_again() {
        bench.erase(bench.admin, away);

        assertThat(inactive(bench.clock.instant().minusSeconds(60))).isEmpty();
    }

    @Test
    void housekeeping_sees_ids_and_nothing_else() {
        assertThatThrownBy(() -> housekeeping.withHandle(handle -> handle.select("select * from customers.customers")
                        .mapToMap()
                        .list()))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> bench.database
                        .database()
                        .withHandle(handle -> handle.select("select * from inactive_customers(now(), 1)")
                                .mapToMap()
                                .list()))
                .hasMessageContaining("permission denied");
    }
}
