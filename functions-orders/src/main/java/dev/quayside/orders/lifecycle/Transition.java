package dev.quayside.orders.lifecycle;

import dev.quayside.orders.order.OrderStatus;

/**
 * One edge of the life cycle.
 *
 * @param from status before
 * @param on what makes the order move
 * @param to status after
 * @param who may cause it
 * @param event short type of the event that is told with the move, {@code order.paid}
 */
record Transition(OrderStatus from, Signal on, OrderStatus to, String who, String event) {}
