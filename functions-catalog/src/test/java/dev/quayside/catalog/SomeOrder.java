package dev.quayside.catalog;

import dev.quayside.shared.contracts.OrderEvents.Line;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderConfirmed;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.contracts.OrderEvents.OrderPaid;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.contracts.OrderEvents.OrderRejected;
import dev.quayside.shared.contracts.OrderEvents.OrderShipped;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the orders app tells of an order. */
final class SomeOrder {

    private static final UUID CUSTOMER = UUID.randomUUID();
    private static final Money TOTAL = Money.of(1999, "EUR");

    private SomeOrder() {}

    static OrderPlaced placed(UUID order, Line... lines) {
        return new OrderPlaced(order, CUSTOMER, List.of(lines), TOTAL, Instant.now());
    }

    static OrderPaymentDue paymentDue(UUID order) {
        return new OrderPaymentDue(order, CUSTOMER, TOTAL, "tok_ok");
    }

    static OrderPaid paid(UUID order) {
        return new OrderPaid(order, CUSTOMER, TOTAL, UUID.randomUUID());
    }

    static OrderRejected rejected(UUID order) {
        return new OrderRejected(order, CUSTOMER, "unshippable");
    }

    static OrderCancelled cancelled(UUID order) {
        return new OrderCancelled(order, CUSTOMER, "client:" + CUSTOMER);
    }

    static OrderConfirmed confirmed(UUID order) {
        return new OrderConfirmed(order, CUSTOMER, "sh_1", "QS1");
    }

    static OrderShipped shipped(UUID order) {
        return new OrderShipped(order, CUSTOMER, "QS1");
    }

    static OrderDelivered delivered(UUID order) {
        return new OrderDelivered(order, CUSTOMER);
    }
}
