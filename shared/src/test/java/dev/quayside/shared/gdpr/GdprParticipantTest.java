package dev.quayside.shared.gdpr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.testing.MovableClock;
import dev.quayside.shared.testing.TestBlobs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GdprParticipantTest {

    private static Letters letters;

    private final UUID customer = Ids.newId();
    private final GdprParticipant participant = participant(ErasureRule.NONE);

    @BeforeAll
    static void open() {
        letters = new Letters();
    }

    @AfterAll
    static void close() {
        letters.close();
    }

    @BeforeEach
    void write() {
        letters.forgetNews();
        letters.write(customer);
    }

    @Test
    void a_part_of_an_export_is_a_blob_whose_digest_is_told() throws Exception {
        ExportRequested asked = new ExportRequested(Ids.newId(), customer, "client:" + customer, Letters.AT);

        participant.handle(Letters.event(asked));

        ExportPartReady ready = letters.told(ExportPartReady.class).get(0);
        assertThat(ready)
                .extracting(ExportPartReady::exportId, ExportPartReady::app, ExportPartReady::rows)
                .containsExactly(asked.exportId(), "orders", 1L);
        String written = TestBlobs.part(ready.blob());
        byte[] blob = written.getBytes(StandardCharsets.UTF_8);
        assertThat(blob).hasSize((int) ready.bytes());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob)))
                .isEqualTo(ready.sha256());
        JsonNode part = Json.read(written, JsonNode.class);
        assertThat(part.findValuesAsText("words")).containsExactly("hello");
    }

    @Test
    void an_erasure_erases_and_tells_what() {
        ErasurePartRequested asked =
                new ErasurePartRequested(Ids.newId(), customer, "orders", Letters.AT, Letters.AT.plusSeconds(300));

        participant.handle(Letters.event(asked));
        participant.handle(Letters.event(asked));

        assertThat(letters.of(customer)).isZero();
        assertThat(isErased()).isTrue();
        List<ErasedPart> told = letters.told(ErasedPart.class);
        assertThat(told).hasSize(2).allSatisfy(part -> {
            assertThat(part.outcome()).isEqualTo(Outcome.DONE);
            assertThat(part.pseudonym()).isEqualTo(Pseudonym.of(customer));
            assertThat(part.tables())
                    .hasSize(1)
                    .first()
                    .satisfies(table -> assertThat(table.rows()).isOne());
        });
        assertThat(told.toString()).doesNotContain(customer.toString());
    }

    @Test
    void an_erasure_that_has_to_wait_says_for_what_and_erases_nothing() {
        GdprParticipant waiting = participant((transaction, customerId) -> Optional.of("1 order is under way"));

        waiting.handle(Letters.event(
                new ErasurePartRequested(Ids.newId(), customer, "orders", Letters.AT, Letters.AT.plusSeconds(300))));

        assertThat(letters.of(customer)).isOne();
        assertThat(isErased()).isFalse();
        assertThat(letters.told(ErasedPart.class)).hasSize(1).first().satisfies(part -> {
            assertThat(part.outcome()).isEqualTo(Outcome.WAITING);
            assertThat(part.reason()).isEqualTo("1 order is under way");
        });
    }

    @Test
    void an_erasure_waits_for_those_who_may_not_know_of_it() throws Exception {
        CompletableFuture<Void> late = writesOnceNoted();

        participant.handle(Letters.event(
                new ErasurePartRequested(Ids.newId(), customer, "orders", Letters.AT, Letters.AT.plusSeconds(300))));

        late.join();
        assertThat(letters.of(customer)).isZero();
        assertThat(letters.told(ErasedPart.class))
                .extracting(ErasedPart::outcome, part -> part.tables().get(0).rows())
                .containsExactly(tuple(Outcome.DONE, 2L));
    }

    @Test
    void what_they_leave_is_waited_for() throws Exception {
        GdprParticipant patient = participant((transaction, customerId) ->
                Optional.of("2 letters are under way").filter(reason -> letters.of(customer) == 2));
        CompletableFuture<Void> late = writesOnceNoted();

        patient.handle(Letters.event(
                new ErasurePartRequested(Ids.newId(), customer, "orders", Letters.AT, Letters.AT.plusSeconds(300))));

        late.join();
        assertThat(letters.of(customer)).isEqualTo(2);
        assertThat(isErased()).isTrue();
        assertThat(letters.told(ErasedPart.class))
                .extracting(ErasedPart::reason)
                .containsExactly("2 letters are under way");
    }

    @Test
    void a_transaction_that_does_not_end_is_not_waited_for_for_ever() throws Exception {
        try (Connection other = DriverManager.getConnection(letters.database.jdbcUrl(), "orders_app", "")) {
            other.setAutoCommit(false);
            other.prepareStatement("select 1").execute();
            OlderTransactions older = new OlderTransactions(letters.database.database());
            assertThat(older.waitFor(Duration.ofMillis(50))).contains("a transaction that began before has to end");

            other.commit();
            other.prepareStatement("select 1").execute();
            assertThat(older.waitFor(Duration.ofMillis(50))).isEmpty();
        }
    }

    /** Somebody who has looked whether the customer is erased, and writes once that is noted. */
    private CompletableFuture<Void> writesOnceNoted() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> letters.database.database().useTransaction(transaction -> {
                    assertThat(ErasedCustomers.contains(transaction, customer)).isFalse();
                    looked.countDown();
                    while (!isErased()) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    transaction.execute("insert into letters values (?, 'late')", customer);
                }));
        assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
        return writer;
    }

    @Test
    void parts_of_others_are_left_to_them() {
        participant.handle(Letters.event(
                new ErasurePartRequested(Ids.newId(), customer, "payments", Letters.AT, Letters.AT.plusSeconds(300))));

        assertThat(letters.of(customer)).isOne();
        assertThat(letters.told(ErasedPart.class)).isEmpty();
    }

    @Test
    void a_question_is_good_until_its_last_moment_and_no_longer() {
        participant.handle(Letters.event(asked(Letters.AT)));

        assertThat(letters.of(customer)).isOne();
        assertThat(isErased()).isFalse();
        assertTooLate();

        participant.handle(Letters.event(asked(Letters.AT.plusNanos(1_000))));

        assertThat(letters.of(customer)).isZero();
    }

    @Test
    void a_question_that_does_not_say_until_when_it_is_good_is_too_old() {
        participant.handle(Letters.event(asked(null)));

        assertThat(letters.of(customer)).isOne();
        assertTooLate();
    }

    @Test
    void a_question_whose_time_ends_while_others_are_waited_for_begins_nothing() {
        MovableClock clock = new MovableClock();
        AtomicInteger looks = new AtomicInteger();
        ErasureRule slow = (transaction, customerId) -> {
            clock.advance(looks.incrementAndGet() == 2 ? Duration.ofMinutes(5) : Duration.ZERO);
            return Optional.empty();
        };

        Letters.participant(letters.database.database(), slow, clock)
                .handle(Letters.event(asked(clock.instant().plusSeconds(300))));

        assertThat(letters.of(customer)).isOne();
        assertTooLate();
    }

    @Test
    void an_answer_says_to_which_question() {
        participant.handle(Letters.event(asked(Letters.AT)));

        assertThat(letters.told(ErasedPart.class).get(0).askedAt()).isEqualTo(Letters.AT.minusSeconds(1));
    }

    private ErasurePartRequested asked(Instant validUntil) {
        return new ErasurePartRequested(Ids.newId(), customer, "orders", Letters.AT.minusSeconds(1), validUntil);
    }

    private static void assertTooLate() {
        assertThat(letters.told(ErasedPart.class)).singleElement().satisfies(part -> {
            assertThat(part.outcome()).isEqualTo(Outcome.WAITING);
            assertThat(part.cameTooLate()).isTrue();
            assertThat(part.tables()).isEmpty();
        });
    }

    private static GdprParticipant participant(ErasureRule rule) {
        return Letters.participant(letters.database.database(), rule);
    }

    private boolean isErased() {
        return letters.database.database().withHandle(handle -> ErasedCustomers.contains(handle, customer));
    }
}
