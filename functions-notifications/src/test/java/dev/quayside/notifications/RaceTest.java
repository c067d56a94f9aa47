package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.email;
import static dev.quayside.notifications.NotificationsWorld.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefunded;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.AtOnce;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Everything at once. */
class RaceTest {

    private static final int THREADS = 8;

    private static NotificationsWorld world;

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static Runnable delivery(DomainEvent event, String message) {
        return () -> world.deliver(event, message);
    }

    @Test
    void a_message_that_is_delivered_many_times_at_once_is_told_once() throws Exception {
        UUID customer = world.customer("en");
        DomainEvent event = new OrderCancelled(Ids.newId(), customer, "client:" + customer);
        String message = message(event);

        AtOnce.run(THREADS, delivery(event, message));

        assertThat(world.history(customer).get("items")).hasSize(1);
        Awaitility.await().until(() -> !world.mail.brought(email(customer)).isEmpty());
        assertThat(world.told(customer)).contains("delivered IN_APP").doesNotHaveDuplicates();
    }

    @Test
    void an_event_that_is_told_under_many_ids_at_once_is_one_notification() throws Exception {
        UUID customer = Ids.newId();
        DomainEvent event = new OrderCancelled(Ids.newId(), customer, "client:" + customer);
        List<Runnable> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            work.add(delivery(event, message(event)));
        }

        AtOnce.run(work);

        assertThat(world.history(customer).get("items")).hasSize(1);
    }

    @RepeatedTest(20)
    void an_order_and_its_refund_meet_in_any_order() throws Exception {
        UUID customer = Ids.newId();
        UUID order = Ids.newId();
        DomainEvent cancelled = new OrderCancelled(order, customer, "client:" + customer);
        DomainEvent refunded = new PaymentRefunded(order, Ids.newId(), Ids.newId(), Money.of(1999, "EUR"));
        String first = message(cancelled);
        String second = message(refunded);

        AtOnce.run(List.of(
                delivery(refunded, second),
                delivery(cancelled, first),
                delivery(refunded, second),
                delivery(cancelled, first)));

        assertThat(world.history(customer).get("items").findValuesAsText("event"))
                .containsExactlyInAnyOrder("order-cancelled", "payment-refunded");
    }

    @Test
    void timers_of_many_instances_send_each_message_once() throws Exception {
        List<UUID> customers = new ArrayList<>();
        List<Runnable> work = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            UUID customer = world.customer("en");
            DomainEvent event = new OrderCancelled(Ids.newId(), customer, "client:" + customer);
            customers.add(customer);
            work.add(delivery(event, message(event)));
        }
        work.addAll(Collections.nCopies(THREADS, world::tick));

        AtOnce.run(work);

        Awaitility.await()
                .untilAsserted(() -> assertThat(customers)
                        .allSatisfy(customer ->
                                assertThat(world.mail.brought(email(customer))).hasSize(1)));
        Awaitility.await()
                .untilAsserted(() -> assertThat(world.count("deliveries where next_attempt_at is not null"))
                        .isZero());
        assertThat(world.count("delivery_attempts where number > 1")).isZero();
    }
}
