package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.email;
import static dev.quayside.notifications.NotificationsWorld.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.PaymentEvents.PaymentRefunded;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The process dies at every place in turn: before and after each statement and commit, and so before and after each
 * call to a provider. Another process then goes on, with messages delivered and requests made again.
 */
class CrashIT {

    private static NotificationsWorld world;

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** Lets the timer fire until nothing is left to be tried. */
    private static void settle() {
        Awaitility.await().until(() -> {
            world.clock.advance(Duration.ofMinutes(2));
            world.tick();
            return world.count("deliveries where next_attempt_at is not null") == 0;
        });
    }

    @Test
    void an_event_is_told_once_wherever_the_process_dies() {
        int places = everywhere(customer -> {
            DomainEvent event = new OrderCancelled(customer, customer, "client:" + customer);
            String message = message(event);
            return new Case(() -> {}, () -> world.deliver(event, message), () -> {
                world.deliver(event, message);
                settle();

                assertThat(world.history(customer).get("items")).hasSize(1);
                assertThat(world.mail.brought(email(customer))).hasSize(1);
                assertThat(world.told(customer)).containsExactly("delivered IN_APP", "delivered EMAIL");
            });
        });
        assertThat(places).isGreaterThan(8);
    }

    @Test
    void a_refund_that_waits_for_its_order_is_told_once_wherever_the_process_dies() {
        everywhere(customer -> {
            DomainEvent refunded = new PaymentRefunded(customer, Ids.newId(), Ids.newId(), Money.of(1999, "EUR"));
            DomainEvent cancelled = new OrderCancelled(customer, customer, "client:" + customer);
            String first = message(refunded);
            String second = message(cancelled);
            return new Case(
                    () -> {},
                    () -> {
                        world.deliver(refunded, first);
                        world.deliver(cancelled, second);
                    },
                    () -> {
                        world.deliver(refunded, first);
                        world.deliver(cancelled, second);

                        settle();

                        assertThat(world.history(customer).get("items").findValuesAsText("event"))
                                .containsExactlyInAnyOrder("order-cancelled", "payment-refunded");
                        assertThat(world.mail.brought(email(customer))).hasSize(2);
                    });
        });
    }

    @Test
    void a_message_is_brought_once_wherever_the_timer_dies() {
        everywhere(customer -> new Case(
                () -> {
                    world.mail.busy = true;
                    world.deliver(new OrderCancelled(customer, customer, "client:" + customer));
                    Awaitility.await()
                            .until(() -> world.shown(customer)
                                    .at("/deliveries/1/attempts/0")
                                    .has("outcome"));
                    world.mail.mend();
                    world.clock.advance(Duration.ofSeconds(6));
                },
                world::tick,
                () -> {
                    settle();

                    assertThat(world.mail.brought(email(customer))).hasSize(1);
                    assertThat(world.told(customer)).containsExactly("delivered IN_APP", "delivered EMAIL");
                    assertThat(world.ways(customer))
                            .isEqualTo(List.of("IN_APP DELIVERED", "EMAIL DELIVERED", "SMS SKIPPED not-needed"));
                }));
    }

    @Test
    void what_an_agent_sends_is_told_once_wherever_the_process_dies() {
        everywhere(customer -> {
            String body = "{\"customerId\":\"" + customer
                    + "\",\"template\":\"message\",\"data\":{\"title\":\"a\",\"text\":\"b\"}}";
            Runnable send = () -> world.http()
                    .send(
                            TestRequest.post("v1/notifications", body)
                                    .as(world.tokens.employee("admin"))
                                    .key(customer.toString()),
                            new TestContext());
            return new Case(() -> {}, send, () -> {
                send.run();
                settle();

                assertThat(world.history(customer).get("items")).hasSize(1);
                assertThat(world.mail.brought(email(customer))).hasSize(1);
            });
        });
    }

    @Test
    void a_customer_is_forgotten_wherever_the_process_dies() {
        int places = everywhere(customer -> {
            DomainEvent asked = new ErasurePartRequested(
                    Ids.newId(),
                    customer,
                    "notifications",
                    Instant.now(),
                    world.clock.instant().plusSeconds(300));
            String message = message(asked);
            return new Case(
                    () -> {
                        world.deliver(new OrderCancelled(Ids.newId(), customer, "client:" + customer));
                        settle();
                    },
                    () -> world.deliver(asked, message),
                    () -> {
                        world.deliver(asked, message);

                        assertThat(world.everything()).doesNotContain(customer.toString(), email(customer));
                        List<ErasedPart> told = world.erasedParts(customer);
                        assertThat(told.get(told.size() - 1).outcome()).isEqualTo(Outcome.DONE);
                        assertThat(told.get(told.size() - 1).tables())
                                .contains(new ErasedTable("notifications", 1), new ErasedTable("known_orders", 1));
                    });
        });
        assertThat(places).isGreaterThan(20);
    }

    private record Case(Runnable before, Runnable dying, Runnable after) {}

    /** Makes a case for a new customer for each place; returns at how many places the process died. */
    private static int everywhere(Function<UUID, Case> cases) {
        for (int place = 1; ; place++) {
            Case next = cases.apply(world.customer("en"));
            next.before.run();
            boolean died = dies(place, next.dying);
            next.after.run();
            if (!died) {
                return place - 1;
            }
        }
    }

    private static boolean dies(int place, Runnable work) {
        CrashSockets.Plan plan = new CrashSockets.Plan(place);
        DatabaseSettings healthy = world.database.settings();
        world.restart(world.start(CrashSockets.mortal(healthy, plan)));
        try {
            work.run();
        } catch (CrashSockets.Crash expected) {
            // as planned
        } finally {
            world.restart(world.start(healthy));
        }
        return plan.isDead();
    }
}
