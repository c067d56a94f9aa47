package dev.quayside.orders.reading;

import dev.quayside.orders.order.OrderStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * Which orders to list; null where it does not matter. Public, since JDBI binds its components.
 *
 * @param from placed then or later
 * @param to placed earlier
 * @param afterAt with {@code afterId}: where the page before ended
 */
public record OrderFilter(
        UUID customerId, OrderStatus status, Instant from, Instant to, Instant afterAt, UUID afterId) {}
