package dev.quayside.payments;

import static dev.quayside.payments.PaymentsWorld.cancelled;
import static dev.quayside.payments.PaymentsWorld.paymentDue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages of the same orders, delivered several times, at once and in any order, while the resolver runs. */
class RaceTest {

    private static PaymentsWorld world;

    @BeforeAll
    static void open() {
        world = new PaymentsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void whatever_comes_at_once_takes_the_money_once_and_gives_it_back_if_the_order_was_closed() throws Exception {
        List<UUID> paid = ids(15);
        List<UUID> closed = ids(15);
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            String method = i % 3 == 0 ? "tok_timeout" : "tok_ok";
            messages.addAll(Collections.nCopies(3, paymentDue(paid.get(i), 100 + i, method)));
            messages.add(paymentDue(paid.get(i), 100 + i, method));
            messages.addAll(Collections.nCopies(2, paymentDue(closed.get(i), 200 + i, method)));
            messages.addAll(Collections.nCopies(2, cancelled(closed.get(i))));
        }
        Collections.shuffle(messages, new Random(42));

        deliverAtOnce(messages);
        world.resolve();

        for (UUID order : paid) {
            assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
            assertThat(world.payment(order)).containsEntry("status", "CAPTURED").containsEntry("refunded", 0L);
            assertThat(world.told(order)).contains("captured");
        }
        for (UUID order : closed) {
            assertThat(world.gateway.chargesOf(order.toString())).isLessThanOrEqualTo(1);
            assertThat(world.gateway.givenBack(order.toString())).isEqualTo(world.gateway.taken(order.toString()));
        }
        assertThat(world.count("payments where next_attempt_at is not null")).isZero();
        assertThat(world.count("refunds where next_attempt_at is not null")).isZero();
    }

    @Test
    void a_message_delivered_several_times_at_once_charges_once_and_tells_once() throws Exception {
        List<UUID> orders = ids(20);
        List<String> messages = new ArrayList<>();
        orders.forEach(order -> messages.addAll(Collections.nCopies(4, paymentDue(order, 300, "tok_ok"))));

        deliverAtOnce(messages);

        for (UUID order : orders) {
            assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
            assertThat(world.told(order)).containsExactly("captured");
            assertThat(world.journal(order)).containsExactly("CHARGE_SENT", "CHARGE_CAPTURED");
        }
    }

    @Test
    void an_order_cancelled_while_the_answer_comes_gets_its_money_back_once() throws Exception {
        for (UUID order : ids(20)) {
            whileTheAnswerComes(order, () -> world.deliver(cancelled(order)));

            assertThat(world.gateway.givenBack(order.toString())).isEqualTo(400);
            assertThat(world.told(order)).containsExactly("captured", "refunded");
            assertThat(world.payment(order)).containsEntry("refunded", 400L).containsEntry("refunding", 0L);
        }
    }

    @Test
    void an_answer_that_the_resolver_finds_while_it_comes_is_told_once() throws Exception {
        for (UUID order : ids(20)) {
            whileTheAnswerComes(order, world::resolve);

            assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
            assertThat(world.told(order)).containsExactly("captured");
        }
    }

    @Test
    void resolvers_at_once_find_out_once() throws Exception {
        List<UUID> orders = ids(20);
        orders.forEach(order -> world.deliver(paymentDue(order, 500, "tok_timeout")));
        assertThat(world.count("payments where next_attempt_at is not null")).isEqualTo(20);
        world.clock.advance(Duration.ofMinutes(1));

        allAtOnce(Collections.nCopies(4, RaceTest::resolve));

        for (UUID order : orders) {
            assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
            assertThat(world.told(order)).containsExactly("unknown", "captured");
        }
    }

    private static void whileTheAnswerComes(UUID order, Runnable work) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        AtomicReference<Future<?>> done = new AtomicReference<>();
        world.gateway.meanwhile = () -> done.set(thread.submit(work));
        try {
            world.deliver(paymentDue(order, 400, "tok_ok"));
            done.get().get();
        } finally {
            world.gateway.meanwhile = () -> {};
            thread.shutdown();
        }
    }

    private static List<UUID> ids(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(Ids.newId());
        }
        return ids;
    }

    private static void resolve() {
        new PaymentsMessages(world.lazy()).resolve("{}", new TestContext());
    }

    private static void deliverAtOnce(List<String> messages) throws Exception {
        List<Runnable> works = new ArrayList<>();
        messages.forEach(message -> works.add(() -> world.deliver(message)));
        works.add(messages.size() / 2, RaceTest::resolve);
        allAtOnce(works);
    }

    private static void allAtOnce(List<Runnable> works) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Object>> calls = new ArrayList<>();
            works.forEach(work -> calls.add(Executors.callable(work)));
            for (Future<Object> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
