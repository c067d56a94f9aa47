package dev.quayside.payments;

import static dev.quayside.payments.PaymentsWorld.cancelled;
import static dev.quayside.payments.PaymentsWorld.event;
import static dev.quayside.payments.PaymentsWorld.paymentDue;
import static dev.quayside.payments.PaymentsWorld.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Ids;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The payment of an order, from its events to its events. */
class OrderPaymentTest {

    private static PaymentsWorld world;
    private final UUID order = Ids.newId();

    @BeforeAll
    static void open() {
        world = new PaymentsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void mend() {
        world.gateway.busy = false;
        world.gateway.deaf = false;
        world.gateway.mute = false;
        world.gateway.refusesRefunds = false;
        world.gateway.meanwhile = () -> {};
    }

    @Test
    void a_due_payment_is_captured_and_told() {
        world.deliver(paymentDue(order, 1999, "tok_ok"));

        assertThat(world.gateway.taken(order.toString())).isEqualTo(1999);
        assertThat(world.payment(order))
                .containsEntry("status", "CAPTURED")
                .containsEntry("captured", 1999L)
                .containsEntry("payment_method", null)
                .containsEntry("next_attempt_at", null);
        assertThat(world.told(order)).containsExactly("captured");
        assertThat(world.lastTold(order).at("/amount/amount").asLong()).isEqualTo(1999);
        assertThat(world.journal(order)).containsExactly("CHARGE_SENT", "CHARGE_CAPTURED");
    }

    @Test
    void a_declined_card_is_told() {
        world.deliver(paymentDue(order, 1999, "tok_declined"));

        assertThat(world.payment(order)).containsEntry("status", "DECLINED").containsEntry("payment_method", null);
        assertThat(world.told(order)).containsExactly("declined");
        assertThat(world.lastTold(order).get("reason").asText()).isEqualTo("card_declined");
    }

    @Test
    void a_payment_method_that_the_gateway_does_not_know_is_declined() {
        world.deliver(paymentDue(order, 1999, "nonsense"));

        assertThat(world.told(order)).containsExactly("declined");
        assertThat(world.lastTold(order).get("reason").asText()).isEqualTo("invalid_payment_method");
    }

    @Test
    void nothing_to_pay_is_paid_without_the_gateway() {
        world.deliver(paymentDue(order, 0, "tok_ok"));

        assertThat(world.told(order)).containsExactly("captured");
        assertThat(world.gateway.chargesOf(order.toString())).isZero();
    }

    @Test
    void a_charge_without_an_answer_is_unknown_then_found_and_captured_once() {
        world.deliver(paymentDue(order, 1999, "tok_timeout"));
        assertThat(world.payment(order))
                .containsEntry("status", "UNKNOWN")
                .containsEntry("payment_method", "tok_timeout");

        world.resolve();

        assertThat(world.payment(order)).containsEntry("status", "CAPTURED").containsEntry("payment_method", null);
        assertThat(world.told(order)).containsExactly("unknown", "captured");
        assertThat(world.gateway.taken(order.toString())).isEqualTo(1999);
        assertThat(world.journal(order)).containsExactly("CHARGE_SENT", "CHARGE_UNANSWERED", "CHARGE_CAPTURED");
    }

    @Test
    void a_flaky_gateway_is_asked_again_at_once_with_the_same_key() {
        world.deliver(paymentDue(order, 1999, "tok_flaky"));

        assertThat(world.told(order)).containsExactly("captured");
        assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
        assertThat(world.journal(order))
                .containsExactly(
                        "CHARGE_SENT",
                        "CHARGE_UNANSWERED",
                        "CHARGE_SENT",
                        "CHARGE_UNANSWERED",
                        "CHARGE_SENT",
                        "CHARGE_CAPTURED");
    }

    @Test
    void a_gateway_that_is_away_is_asked_until_it_is_back() {
        world.gateway.busy = true;
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        world.resolve();
        assertThat(world.payment(order)).containsEntry("status", "UNKNOWN");

        world.gateway.busy = false;
        world.clock.advance(Duration.ofMinutes(10));
        world.resolve();

        assertThat(world.told(order)).containsExactly("unknown", "captured");
        assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
    }

    @Test
    void a_request_that_was_lost_on_its_way_is_sent_again() {
        world.gateway.deaf = true;
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        world.gateway.deaf = false;

        world.resolve();

        assertThat(world.told(order)).containsExactly("unknown", "captured");
        assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
    }

    @Test
    void the_same_message_twice_charges_once_and_tells_once() {
        String message = paymentDue(order, 1999, "tok_ok");
        world.deliver(message);
        world.deliver(message);

        assertThat(world.told(order)).containsExactly("captured");
        assertThat(world.gateway.chargesOf(order.toString())).isEqualTo(1);
    }

    @Test
    void a_nudge_gets_the_outcome_again() {
        world.deliver(paymentDue(order, 1999, "tok_declined"));
        world.deliver(paymentDue(order, 1999, "tok_declined"));

        assertThat(world.told(order)).containsExactly("declined", "declined");
    }

    @Test
    void a_nudge_while_the_outcome_is_unknown_sends_nothing() {
        world.deliver(paymentDue(order, 1999, "tok_timeout"));
        world.deliver(paymentDue(order, 1999, "tok_timeout"));

        assertThat(world.told(order)).containsExactly("unknown");
        assertThat(world.journal(order)).containsExactly("CHARGE_SENT", "CHARGE_UNANSWERED");
    }

    @Test
    void an_order_closed_before_its_payment_is_due_is_never_charged() {
        world.deliver(rejected(order));
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        world.resolve();

        assertThat(world.gateway.chargesOf(order.toString())).isZero();
        assertThat(world.told(order)).isEmpty();
    }

    @Test
    void a_captured_payment_of_a_cancelled_order_goes_back_once() {
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        world.deliver(cancelled(order));
        world.deliver(cancelled(order));
        world.deliver(rejected(order));

        assertThat(world.gateway.givenBack(order.toString())).isEqualTo(1999);
        assertThat(world.told(order)).containsExactly("captured", "refunded");
        assertThat(world.payment(order)).containsEntry("refunded", 1999L).containsEntry("refunding", 0L);
    }

    @Test
    void an_unknown_payment_of_a_cancelled_order_is_found_and_goes_back() {
        world.deliver(paymentDue(order, 1999, "tok_timeout"));
        world.deliver(cancelled(order));
        assertThat(world.payment(order)).containsEntry("status", "CLOSING");

        world.resolve();

        assertThat(world.told(order)).containsExactly("unknown", "captured", "refunded");
        assertThat(world.gateway.taken(order.toString())).isEqualTo(1999);
        assertThat(world.gateway.givenBack(order.toString())).isEqualTo(1999);
    }

    @Test
    void a_payment_of_an_order_that_is_cancelled_before_the_answer_comes_goes_back() {
        world.gateway.meanwhile = () -> world.deliver(cancelled(order));

        world.deliver(paymentDue(order, 1999, "tok_ok"));

        assertThat(world.told(order)).containsExactly("captured", "refunded");
        assertThat(world.gateway.givenBack(order.toString())).isEqualTo(1999);
        assertThat(world.payment(order)).containsEntry("refunded", 1999L).containsEntry("refunding", 0L);
    }

    @Test
    void an_answer_that_the_resolver_found_before_it_came_is_told_once() {
        world.gateway.meanwhile = world::resolve;

        world.deliver(paymentDue(order, 1999, "tok_ok"));

        assertThat(world.told(order)).containsExactly("captured");
        assertThat(world.payment(order)).containsEntry("status", "CAPTURED").containsEntry("captured", 1999L);
        assertThat(world.journal(order)).containsExactly("CHARGE_SENT", "CHARGE_CAPTURED", "CHARGE_CAPTURED");
    }

    @Test
    void a_payment_that_never_reached_the_gateway_is_closed_with_its_order_after_a_while() {
        world.gateway.deaf = true;
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        world.deliver(cancelled(order));
        world.gateway.deaf = false;

        world.clock.advance(Duration.ofMinutes(1));
        world.app().resolver.run();
        assertThat(world.payment(order)).containsEntry("status", "CLOSING");
        world.resolve();

        assertThat(world.payment(order)).containsEntry("status", "CLOSED").containsEntry("payment_method", null);
        assertThat(world.gateway.chargesOf(order.toString())).isZero();
    }

    @Test
    void a_refund_without_an_answer_is_found() {
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        world.gateway.mute = true;
        world.deliver(cancelled(order));
        assertThat(world.payment(order)).containsEntry("refunding", 1999L);
        world.gateway.mute = false;

        world.resolve();

        assertThat(world.gateway.givenBack(order.toString())).isEqualTo(1999);
        assertThat(world.told(order)).containsExactly("captured", "refunded");
    }

    @Test
    void a_refused_refund_is_told_for_a_person_to_look() {
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        world.gateway.refusesRefunds = true;
        world.deliver(cancelled(order));

        assertThat(world.told(order)).containsExactly("captured", "refund-failed");
        assertThat(world.lastTold(order).get("reason").asText()).isEqualTo("refund_failed");
        assertThat(world.payment(order)).containsEntry("refunding", 0L).containsEntry("refunded", 0L);
    }

    @Test
    void a_declined_payment_stays_so_when_its_order_is_rejected() {
        world.deliver(paymentDue(order, 1999, "tok_declined"));
        world.deliver(rejected(order));

        assertThat(world.told(order)).containsExactly("declined");
        assertThat(world.payment(order)).containsEntry("status", "DECLINED");
    }

    @Test
    void events_that_do_not_concern_payments_are_passed_over() {
        world.deliver(event(new OrderDelivered(order, PaymentsWorld.CUSTOMER)));

        assertThat(world.told(order)).isEmpty();
    }

    @Test
    void what_cannot_be_understood_is_refused() {
        String unknown = paymentDue(order, 1, "tok_ok").replace("payment-due", "payment-doo");
        String incomplete = event(new OrderPaymentDue(order, PaymentsWorld.CUSTOMER, null, "tok_ok"));

        assertThatThrownBy(() -> world.deliver(unknown)).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> world.deliver(incomplete)).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> world.deliver("{]")).isInstanceOf(MalformedEventException.class);
    }
}
