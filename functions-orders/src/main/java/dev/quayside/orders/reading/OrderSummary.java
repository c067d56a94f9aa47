package dev.quayside.orders.reading;

import dev.quayside.orders.order.OrderStatus;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * An order in a list.
 *
 * @param lineCount how many lines it has
 */
record OrderSummary(
        UUID id,
        UUID customerId,
        OrderStatus status,
        Instant placedAt,
        Instant updatedAt,
        int lineCount,
        Money total) {}
