package dev.quayside.orders.lifecycle;

import static dev.quayside.orders.order.OrderStatus.CANCELLED;
import static dev.quayside.orders.order.OrderStatus.CONFIRMED;
import static dev.quayside.orders.order.OrderStatus.DELIVERED;
import static dev.quayside.orders.order.OrderStatus.PAID;
import static dev.quayside.orders.order.OrderStatus.PLACED;
import static dev.quayside.orders.order.OrderStatus.REJECTED;
import static dev.quayside.orders.order.OrderStatus.RESERVED;
import static dev.quayside.orders.order.OrderStatus.SHIPPED;

import dev.quayside.orders.order.OrderStatus;
import java.util.List;

/** The life of an order as data; everything that is not listed does not happen. */
final class Lifecycle {

    private static final String CANCELLERS = "client (own), customer-service, admin";
    private static final String SHIPPERS = "order-manager, admin";

    static final List<Transition> TRANSITIONS = List.of(
            new Transition(PLACED, Signal.STOCK_RESERVED, RESERVED, "catalog", "order.payment-due"),
            new Transition(PLACED, Signal.STOCK_REJECTED, REJECTED, "catalog", "order.rejected"),
            new Transition(PLACED, Signal.RESERVATION_EXPIRED, REJECTED, "catalog", "order.rejected"),
            new Transition(PLACED, Signal.DEADLINE_PASSED, REJECTED, "deadline timer", "order.rejected"),
            new Transition(PLACED, Signal.CANCEL_ASKED, CANCELLED, CANCELLERS, "order.cancelled"),
            new Transition(RESERVED, Signal.PAYMENT_CAPTURED, PAID, "payments", "order.paid"),
            new Transition(RESERVED, Signal.PAYMENT_DECLINED, REJECTED, "payments", "order.rejected"),
            new Transition(RESERVED, Signal.STOCK_REJECTED, REJECTED, "catalog", "order.rejected"),
            new Transition(RESERVED, Signal.RESERVATION_EXPIRED, REJECTED, "catalog", "order.rejected"),
            new Transition(RESERVED, Signal.DEADLINE_PASSED, REJECTED, "deadline timer", "order.rejected"),
            new Transition(RESERVED, Signal.CANCEL_ASKED, CANCELLED, CANCELLERS, "order.cancelled"),
            new Transition(PAID, Signal.SHIPMENT_BOOKED, CONFIRMED, "shipment step", "order.confirmed"),
            new Transition(PAID, Signal.SHIPMENT_IMPOSSIBLE, REJECTED, "shipment step", "order.rejected"),
            new Transition(PAID, Signal.STOCK_REJECTED, REJECTED, "catalog", "order.rejected"),
            new Transition(PAID, Signal.DEADLINE_PASSED, REJECTED, "deadline timer", "order.rejected"),
            new Transition(PAID, Signal.CANCEL_ASKED, CANCELLED, CANCELLERS, "order.cancelled"),
            new Transition(CONFIRMED, Signal.STOCK_REJECTED, REJECTED, "catalog", "order.rejected"),
            new Transition(CONFIRMED, Signal.CANCEL_ASKED, CANCELLED, CANCELLERS, "order.cancelled"),
            new Transition(CONFIRMED, Signal.SHIP_ASKED, SHIPPED, SHIPPERS, "order.shipped"),
            new Transition(SHIPPED, Signal.DELIVERY_TOLD, DELIVERED, SHIPPERS, "order.delivered"));

    private Lifecycle() {}

    static Decision decide(OrderStatus current, Signal signal) {
        for (Transition transition : TRANSITIONS) {
            if (transition.from() == current && transition.on() == signal) {
                return new Decision.Move(transition);
            }
        }
        return current.isCalledOff() && signal.bindsSomething() ? new Decision.TellAgain() : new Decision.Ignore();
    }
}
