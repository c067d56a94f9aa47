package dev.quayside.payments;

import static dev.quayside.payments.PaymentsWorld.cancelled;
import static dev.quayside.payments.PaymentsWorld.paymentDue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process dies at every place in turn: before and after each statement and commit, and so before and after each
 * call to the gateway. Another process then goes on, with messages delivered and requests made again.
 */
class CrashIT {

    private static PaymentsWorld world;

    @BeforeAll
    static void open() {
        world = new PaymentsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** Whatever happened: nothing is left to be found out, and no event is missing. */
    @AfterEach
    void nothing_is_left_unsettled() {
        assertThat(world.count("payments where next_attempt_at is not null")).isZero();
        assertThat(world.count("refunds where next_attempt_at is not null")).isZero();
        assertThat(world.count("payments where payment_method is not null")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_ok", "tok_timeout"})
    void a_charge_is_made_once_wherever_the_process_dies(String method) {
        int places = everywhere(order -> {}, order -> world.deliver(paymentDue(order, 1999, method)), order -> {
            world.deliver(paymentDue(order, 1999, method));
            world.resolve();

            assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
            assertThat(world.payment(order)).containsEntry("status", "CAPTURED");
            assertThat(world.told(order)).contains("captured");
        });
        assertThat(places).isEqualTo(4);
    }

    @Test
    void a_decline_is_told_wherever_the_process_dies() {
        everywhere(order -> {}, order -> world.deliver(paymentDue(order, 1999, "tok_declined")), order -> {
            world.deliver(paymentDue(order, 1999, "tok_declined"));
            world.resolve();

            assertThat(world.payment(order)).containsEntry("status", "DECLINED");
            assertThat(world.told(order)).contains("declined").doesNotContain("captured");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_ok", "tok_timeout"})
    void a_charge_of_an_order_cancelled_meanwhile_goes_back_wherever_the_process_dies(String method) {
        everywhere(order -> {}, order -> world.deliver(paymentDue(order, 1999, method)), order -> {
            world.deliver(cancelled(order));
            world.deliver(paymentDue(order, 1999, method));
            world.resolve();

            assertThat(world.gateway.chargesOf(order.toString())).isLessThanOrEqualTo(1);
            assertThat(world.gateway.givenBack(order.toString())).isEqualTo(world.gateway.taken(order.toString()));
        });
    }

    @Test
    void a_charge_of_an_order_cancelled_before_the_answer_comes_goes_back_wherever_the_process_dies() {
        Consumer<UUID> payAndCancel = order -> {
            world.gateway.meanwhile = () -> world.deliver(cancelled(order));
            world.deliver(paymentDue(order, 1999, "tok_ok"));
        };
        everywhere(order -> {}, payAndCancel, order -> {
            world.gateway.meanwhile = () -> {};
            world.deliver(cancelled(order));
            world.resolve();

            assertThat(world.gateway.chargesOf(order.toString())).isLessThanOrEqualTo(1);
            assertThat(world.gateway.givenBack(order.toString())).isEqualTo(world.gateway.taken(order.toString()));
        });
    }

    @Test
    void a_nudge_charges_nothing_and_tells_the_outcome_wherever_the_process_dies() {
        everywhere(
                order -> world.deliver(paymentDue(order, 1999, "tok_ok")),
                order -> world.deliver(paymentDue(order, 1999, "tok_ok")),
                order -> {
                    world.deliver(paymentDue(order, 1999, "tok_ok"));

                    assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
                    assertThat(world.told(order)).contains("captured").hasSizeBetween(2, 3);
                });
    }

    @Test
    void the_resolver_charges_once_wherever_it_dies() {
        everywhere(this::loseTheRequest, order -> world.resolve(), order -> {
            world.resolve();

            assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
            assertThat(world.told(order)).contains("captured");
        });
    }

    private void loseTheRequest(UUID order) {
        world.gateway.deaf = true;
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        world.gateway.deaf = false;
    }

    @Test
    void the_money_of_a_cancelled_order_goes_back_once_wherever_the_process_dies() {
        everywhere(
                order -> world.deliver(paymentDue(order, 1999, "tok_ok")),
                order -> world.deliver(cancelled(order)),
                order -> {
                    world.deliver(cancelled(order));
                    world.resolve();

                    assertThat(world.gateway.givenBack(order.toString())).isEqualTo(1999);
                    assertThat(world.told(order)).contains("refunded");
                });
    }

    @Test
    void a_payment_taken_by_an_employee_is_charged_once_wherever_the_process_dies() {
        Consumer<UUID> take = key -> new PaymentsHttp(world.lazy())
                .take(
                        TestRequest.post("v1/payments", """
                                        {"amount":{"amount":500,"currency":"EUR"},"paymentMethod":"tok_ok",
                                         "reference":"%s"}""".formatted(key))
                                .as(world.tokens.employee("admin"))
                                .key(key.toString()),
                        new TestContext());
        everywhere(key -> {}, take, key -> {
            take.accept(key);
            world.resolve();

            assertThat(world.gateway.chargesOf(key.toString())).isEqualTo(1);
        });
    }

    @Test
    void a_refund_asked_for_by_an_employee_is_made_once_wherever_the_process_dies() {
        Consumer<UUID> refund = order -> {
            UUID payment = (UUID) world.payment(order).get("id");
            new PaymentsHttp(world.lazy())
                    .refund(
                            TestRequest.post("v1/payments/" + payment + "/refund", """
                                            {"amount":{"amount":500,"currency":"EUR"}}""")
                                    .as(world.tokens.employee("admin"))
                                    .key(order.toString()),
                            payment.toString(),
                            new TestContext());
        };
        everywhere(order -> world.deliver(paymentDue(order, 1999, "tok_ok")), refund, order -> {
            refund.accept(order);
            world.resolve();

            assertThat(world.gateway.givenBack(order.toString())).isEqualTo(500);
            assertThat(world.payment(order)).containsEntry("refunded", 500L);
        });
    }

    /** Returns at how many places the process died. */
    private static int everywhere(Consumer<UUID> before, Consumer<UUID> dying, Consumer<UUID> after) {
        for (int place = 1; ; place++) {
            UUID order = Ids.newId();
            before.accept(order);
            boolean died = dies(place, () -> dying.accept(order));
            after.accept(order);
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
