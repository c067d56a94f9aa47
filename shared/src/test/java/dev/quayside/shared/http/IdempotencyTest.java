package dev.quayside.shared.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.http.Idempotency.Claim;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private static final Claim CLAIM = new Claim("client:1", "orders.place", "key", "{}");

    private TestDatabase database;
    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void open() {
        database = TestDatabase.open("orders");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_repeated_request_gets_the_first_answer_with_its_headers() {
        Reply first = once(CLAIM);
        Reply second = once(CLAIM);

        assertThat(runs).hasValue(1);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers()).containsEntry("Location", "/x").containsEntry("Idempotency-Replayed", "true");
        assertThat(first.headers()).doesNotContainKey("Idempotency-Replayed");
    }

    @Test
    void another_request_under_the_same_key_is_refused() {
        once(CLAIM);

        assertThatThrownBy(() -> once(new Claim("client:1", "orders.place", "key", "{ }")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.type()).isEqualTo(CommonProblem.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void keys_of_different_callers_and_operations_do_not_meet() {
        once(CLAIM);
        once(new Claim("client:2", "orders.place", "key", "{}"));
        once(new Claim("client:1", "orders.other", "key", "{}"));

        assertThat(runs).hasValue(3);
    }

    @Test
    void fifty_at_once_run_once_and_get_equal_answers() throws Exception {
        List<Reply> answers = AtOnce.call(50, () -> once(CLAIM));

        assertThat(answers).extracting(Reply::body).containsOnly("{\"run\":1}");
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_problem_is_not_remembered() {
        assertThatThrownBy(() -> database.database()
                        .inTransaction(transaction -> Idempotency.once(transaction, CLAIM, () -> {
                            throw ProblemException.notFound();
                        })))
                .isInstanceOf(ProblemException.class);

        assertThat(once(CLAIM).status()).isEqualTo(201);
    }

    @Test
    void a_request_whose_first_one_still_runs_is_told_so() throws Exception {
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Reply> slow = thread.submit(() -> database.database()
                    .inTransaction(transaction -> Idempotency.once(transaction, CLAIM, () -> {
                        claimed.countDown();
                        await(release);
                        return Reply.ok(Map.of());
                    })));
            claimed.await();

            assertThatThrownBy(() -> once(CLAIM))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.type()).isEqualTo(CommonProblem.IDEMPOTENCY_KEY_IN_PROGRESS));
            release.countDown();
            slow.get();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void a_key_is_forgotten_after_24_hours_and_not_a_second_earlier() {
        once(CLAIM);
        age("23 hours 59 minutes 58 seconds");
        once(CLAIM);
        assertThat(runs).hasValue(1);

        age("2 seconds");
        once(CLAIM);
        assertThat(runs).hasValue(2);
    }

    @Test
    void expired_keys_are_purged_in_batches() {
        for (int i = 0; i < 3; i++) {
            once(new Claim("client:1", "orders.place", "key" + i, "{}"));
        }
        age("25 hours");
        once(CLAIM);

        assertThat(purge(2)).isEqualTo(2);
        assertThat(purge(2)).isEqualTo(1);
        assertThat(purge(2)).isZero();
    }

    private int purge(int batch) {
        return database.database().inTransaction(transaction -> Idempotency.purgeExpired(transaction, batch));
    }

    private Reply once(Claim claim) {
        return database.database()
                .inTransaction(transaction -> Idempotency.once(
                        transaction, claim, () -> Reply.created("/x", Map.of("run", runs.incrementAndGet()))));
    }

    private void age(String interval) {
        database.admin()
                .useHandle(handle -> handle.execute(
                        "update idempotency_keys set created_at = created_at - interval '" + interval + "'"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
