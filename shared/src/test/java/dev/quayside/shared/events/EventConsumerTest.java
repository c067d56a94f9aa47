package dev.quayside.shared.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventConsumerTest {

    private TestDatabase database;
    private EventConsumer consumer;
    private final AtomicInteger wakes = new AtomicInteger();
    private final Outbox outbox = new Outbox("orders", wakes::incrementAndGet);

    @BeforeEach
    void open() {
        database = TestDatabase.open("orders");
        consumer = new EventConsumer("orders", "test", database.database());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_message_delivered_twice_has_one_effect() {
        String message = message();

        consumer.consume(message, new TestContext(), this::effect);
        consumer.consume(message, new TestContext(), this::effect);

        assertThat(effects()).isOne();
    }

    @Test
    void a_message_delivered_many_times_at_once_has_one_effect() throws Exception {
        String message = message();

        AtOnce.run(8, () -> consumer.consume(message, new TestContext(), this::effect));

        assertThat(effects()).isOne();
    }

    @Test
    void a_failed_effect_leaves_no_trace_and_the_next_delivery_makes_it() {
        String message = message();

        assertThatThrownBy(() -> consumer.consume(message, new TestContext(), (transaction, event) -> {
                    effect(transaction, event);
                    throw new IllegalStateException("crash before commit");
                }))
                .hasMessage("crash before commit");
        assertThat(effects()).isZero();
        assertThat(wakes).hasValue(0);

        consumer.consume(message, new TestContext(), this::effect);
        assertThat(effects()).isOne();
        assertThat(wakes).hasValue(1);
    }

    @Test
    void a_failure_that_passes_is_tried_again_without_burning_a_delivery() {
        AtomicInteger tries = new AtomicInteger();

        consumer.consume(message(), new TestContext(), (transaction, event) -> {
            if (tries.incrementAndGet() < 3) {
                transaction.execute("do $$ begin raise exception 'busy' using errcode = '40001'; end $$");
            }
            effect(transaction, event);
        });

        assertThat(tries).hasValue(3);
        assertThat(effects()).isOne();
    }

    @Test
    void the_trace_goes_from_the_message_to_the_events_it_causes() {
        consumer.consume(message(), new TestContext(), this::effect);

        String trace = database.admin()
                .withHandle(handle -> handle.select("select traceparent from outbox")
                        .mapTo(String.class)
                        .one());
        assertThat(trace).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
    }

    @Test
    void what_is_not_an_event_is_thrown_so_that_it_ends_in_the_dead_letter_queue() {
        for (String body : List.of("", "null", "[]", "not json", "{}", "{\"specversion\":\"1.0\",\"id\":\"1\"}")) {
            assertThatThrownBy(() -> consumer.consume(body, new TestContext(), this::effect))
                    .isInstanceOf(MalformedEventException.class);
        }
    }

    @Test
    void of_many_messages_at_once_those_are_told_that_were_not_handled_before() {
        Set<String> first = database.database()
                .inTransaction(transaction -> Inbox.firstTimes(transaction, "test", List.of("b", "a", "a")));
        Set<String> second = database.database()
                .inTransaction(transaction -> Inbox.firstTimes(transaction, "test", List.of("c", "b")));
        Set<String> other =
                database.database().inTransaction(transaction -> Inbox.firstTimes(transaction, "other", List.of("a")));

        assertThat(first).containsExactlyInAnyOrder("a", "b");
        assertThat(second).containsExactly("c");
        assertThat(other).containsExactly("a");
    }

    private void effect(Handle transaction, CloudEvent event) {
        outbox.append(transaction, new OrderDelivered(Ids.newId(), Ids.newId()));
    }

    private int effects() {
        return database.admin()
                .withHandle(handle -> handle.select("select count(*) from outbox")
                        .mapTo(Integer.class)
                        .one());
    }

    private static String message() {
        return Json.write(new CloudEvent(
                "1.0",
                Ids.newId().toString(),
                "/quayside/test",
                "quayside.test.v1",
                "s",
                Instant.now(),
                "application/json",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                Json.node(List.of())));
    }
}
