package dev.quayside.catalog.stock;

import dev.quayside.shared.contracts.CatalogEvents.Shortage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is set aside for an order.
 *
 * @param lines each article once, in SKU order; empty while they are not known
 * @param expiresAt when it is released if no payment is told; null while the lines are not known
 * @param shortages why it was rejected; empty otherwise
 */
record Reservation(
        UUID orderId, ReservationStatus status, List<StockLine> lines, Instant expiresAt, List<Shortage> shortages) {

    static Reservation of(UUID orderId, List<StockLine> lines, Instant expiresAt) {
        return new Reservation(orderId, ReservationStatus.RESERVED, lines, expiresAt, List.of());
    }

    static Reservation without(UUID orderId, ReservationStatus status) {
        return new Reservation(orderId, status, List.of(), null, List.of());
    }

    Reservation as(ReservationStatus newStatus) {
        return new Reservation(orderId, newStatus, lines, expiresAt, shortages);
    }

    Reservation rejected(List<Shortage> why) {
        return new Reservation(orderId, ReservationStatus.REJECTED, lines, expiresAt, why);
    }
}
