package dev.quayside.customers.orders;

import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * An order in a customer's history.
 *
 * @param updatedAt when its status last changed
 * @param total gross
 */
record OrderView(UUID id, OrderStatus status, Instant placedAt, Instant updatedAt, Money total) {}
