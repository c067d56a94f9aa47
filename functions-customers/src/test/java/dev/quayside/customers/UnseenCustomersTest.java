package dev.quayside.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.customers.profile.Customers;
import dev.quayside.shared.contracts.GdprEvents.ErasureProposed;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.gdpr.ErasedCustomers;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retention proposes to forget somebody: only whom nobody has seen meanwhile, however closely they miss each other. */
class UnseenCustomersTest {

    private CustomersBench bench;
    private UUID away;
    private Instant registeredAt;

    @BeforeEach
    void open() {
        bench = new CustomersBench();
        bench.clock.set(Instant.parse("2019-02-28T12:00:00Z"));
        away = bench.registered("Alice Larsen", null);
        registeredAt = bench.database
                .admin()
                .withHandle(handle -> handle.select("select registered_at from customers where id = ?", away)
                        .mapTo(Instant.class)
                        .one());
        bench.clock.advance(Duration.ofDays(7 * 365));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private ErasureProposed proposal(Instant unseenSince) {
        return new ErasureProposed(Ids.newId(), away, "job:data-retention", unseenSince, Instant.now());
    }

    /** Retention found them yesterday. */
    private ErasureProposed proposal() {
        return proposal(bench.clock.instant().minus(Duration.ofDays(1)));
    }

    private void assertKept() {
        assertThat(bench.get(bench.admin, away).getStatusCode()).isEqualTo(200);
        assertThat(bench.told(ErasureRequested.TYPE, away)).isEmpty();
        assertThat(bench.count("select count(*) from erased_customers")).isZero();
    }

    private void assertErased() {
        assertThat(bench.get(bench.admin, away).getStatusCode()).isEqualTo(410);
        assertThat(bench.told(ErasureRequested.TYPE, away)).hasSize(1);
    }

    private HttpResponseMessage signIn() {
        return bench.register(bench.token(away, "Alice Larsen", null), "{}");
    }

    @Test
    void to_the_microsecond() {
        bench.gdpr(proposal(registeredAt));
        assertKept();

        ErasureProposed proposed = proposal(registeredAt.plusNanos(1_000));
        bench.gdpr(proposed);

        assertErased();
        assertThat(bench.told(ErasureRequested.TYPE, away)
                        .get(0)
                        .get("erasureId")
                        .asText())
                .isEqualTo(proposed.erasureId().toString());
        assertThat(bench.told(ErasureRequested.TYPE, away)
                        .get(0)
                        .get("requestedBy")
                        .asText())
                .isEqualTo("job:data-retention");
    }

    @Test
    void who_has_signed_in_meanwhile_is_kept() {
        ErasureProposed proposed = proposal();
        signIn();

        bench.gdpr(proposed);

        assertKept();
    }

    @Test
    void who_has_ordered_meanwhile_is_kept() {
        ErasureProposed proposed = proposal();
        bench.order(OrderFixture.placed(Ids.newId(), away, bench.clock.instant()));

        bench.gdpr(proposed);

        assertKept();
    }

    @Test
    void who_has_changed_something_meanwhile_is_kept() {
        ErasureProposed proposed = proposal();
        bench.http.updatePreferences(
                TestRequest.put("v1/customers/x", "{\"newsletter\":\"WEEKLY\",\"preferredChannel\":\"SMS\"}")
                        .as(bench.admin)
                        .header("If-Match", "\"0\""),
                away.toString(),
                bench.context);

        bench.gdpr(proposed);

        assertKept();
    }

    @Test
    void a_proposal_that_is_told_often_and_at_once_is_one_erasure() throws Exception {
        ErasureProposed proposed = proposal();

        CustomersBench.atOnce(4, () -> bench.gdpr(proposed));

        assertErased();
    }

    @Test
    void who_has_asked_themselves_is_erased_under_their_own_request() {
        ErasureProposed proposed = proposal();
        bench.erase(bench.tokens.client(away), away);

        bench.gdpr(proposed);

        assertThat(bench.told(ErasureRequested.TYPE, away))
                .singleElement()
                .satisfies(told -> assertThat(told.get("requestedBy").asText()).isEqualTo("client:" + away));
    }

    @Test
    void somebody_unknown_is_nobody_to_forget() {
        bench.gdpr(new ErasureProposed(Ids.newId(), Ids.newId(), "job:data-retention", Instant.now(), Instant.now()));

        assertThat(bench.count("select count(*) from erased_customers")).isZero();
    }

    @Test
    void a_message_that_does_not_say_whose_erasure_or_since_when_is_not_swallowed() {
        String whole = CustomersBench.envelope(proposal());
        for (String missing : List.of("customerId", "erasureId", "unseenSince")) {
            String spoilt = whole.replace("\"" + missing + "\"", "\"other\"");
            assertThatThrownBy(() -> bench.messages.onGdprEvent(spoilt, bench.context))
                    .as(missing)
                    .isInstanceOf(MalformedEventException.class);
        }
        assertKept();
    }

    @Test
    void a_sign_in_that_is_being_written_is_waited_for() {
        ErasureProposed proposed = proposal();
        CompletableFuture<Void> considered = bench.database.database().inTransaction(signingIn -> {
            signingIn.execute(
                    "update customer_sign_ins set last_at = ? where customer_id = ?", bench.clock.instant(), away);
            return waiting(() -> bench.gdpr(proposed));
        });

        considered.join();
        assertKept();
    }

    @Test
    void an_order_that_is_being_written_is_waited_for() {
        ErasureProposed proposed = proposal();
        CompletableFuture<Void> considered = bench.database.database().inTransaction(ordering -> {
            ordering.execute("select from customers where id = ? for key share", away);
            ordering.execute(
                    "insert into customer_orders (order_id, customer_id, status, rank, placed_at, total, currency,"
                            + " updated_at) values (?, ?, 'PLACED', 1, now(), 1, 'EUR', now())",
                    Ids.newId(),
                    away);
            return waiting(() -> bench.gdpr(proposed));
        });

        considered.join();
        assertKept();
    }

    @Test
    void who_signs_in_while_it_is_decided_waits_and_is_told_that_they_are_erased() {
        HttpResponseMessage[] answer = new HttpResponseMessage[1];
        decide(() -> answer[0] = signIn()).join();

        assertThat(answer[0].getStatusCode()).isEqualTo(410);
    }

    @Test
    void an_order_that_comes_while_it_is_decided_waits() {
        UUID order = Ids.newId();
        decide(() -> bench.order(OrderFixture.placed(order, away, bench.clock.instant())))
                .join();

        assertThat(bench.count("select count(*) from customer_orders where order_id = '" + order + "'"))
                .isOne();
    }

    @Test
    void a_change_that_comes_while_it_is_decided_waits_and_is_refused() {
        HttpResponseMessage[] answer = new HttpResponseMessage[1];
        decide(() -> answer[0] = bench.put(bench.admin, away, 1, CustomersBench.PROFILE))
                .join();

        assertThat(answer[0].getStatusCode()).isEqualTo(410);
    }

    /** Decides to erase, and commits once somebody who would have been seen waits for it. */
    private CompletableFuture<Void> decide(Runnable sighting) {
        return bench.database.database().inTransaction(deciding -> {
            Instant now = bench.clock.instant();
            assertThat(Customers.deleteUnseen(deciding, away, now.minus(Duration.ofDays(1)), now))
                    .isTrue();
            ErasedCustomers.note(deciding, away, Ids.newId());
            return waiting(sighting);
        });
    }

    /** Begun in a thread of its own, and waiting for a lock. */
    private CompletableFuture<Void> waiting(Runnable work) {
        CompletableFuture<Void> begun = CompletableFuture.runAsync(work);
        Awaitility.await("somebody waits")
                .until(() -> bench.count("select count(*) from pg_stat_activity"
                                + " where wait_event_type = 'Lock' and datname = current_database()")
                        == 1);
        return begun;
    }
}
