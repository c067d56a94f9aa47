package dev.quayside.customers;

import dev.quayside.shared.contracts.OrderEvents.Line;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Orders as the orders app tells of them. */
final class OrderFixture {

    private OrderFixture() {}

    static OrderPlaced placed(UUID order, UUID customer) {
        return placed(order, customer, Instant.now());
    }

    static OrderPlaced placed(UUID order, UUID customer, Instant at) {
        return new OrderPlaced(order, customer, List.of(new Line("QS-1", 2)), Money.of(4_758, "EUR"), at);
    }
}
