package dev.quayside.orders.shipping;

import dev.quayside.orders.lifecycle.Change;
import dev.quayside.orders.lifecycle.OrderChanges;
import dev.quayside.orders.lifecycle.OrderState;
import dev.quayside.orders.lifecycle.Signal;
import dev.quayside.orders.order.OrderLine;
import dev.quayside.orders.order.OrderStatus;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Books the shipment of a paid order, and calls it off with the order. Safe to run again at any line: the order is the
 * idempotency key of its shipment. While the shipping service is away nothing is done; the deadline timer comes back.
 */
public final class ShipmentStep {

    private static final String ACTOR = "system:shipping";
    private static final int BATCH = 100;

    /** Longer than the two calls that it takes; what was taken on before that and is still due, somebody died over. */
    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(30);

    /** So many failures in a row mean that the service is away: the next minute will see. */
    private static final int MOST_FAILURES = 5;

    private final Database database;
    private final OrderChanges changes;
    private final ShippingService service;
    private final Clock clock;

    public ShipmentStep(Database database, OrderChanges changes, ShippingSettings settings, Clock clock) {
        this.database = database;
        this.changes = changes;
        this.service = new ShippingService(settings);
        this.clock = clock;
    }

    /** The order was paid, or it was and somebody says so again. */
    public void paid(Inbox.Entry message, UUID orderId) {
        Optional<ShipmentStore.Consignment> found = database.withHandle(handle -> ShipmentStore.find(handle, orderId));
        if (found.isEmpty()) {
            Log.warn("an unknown order was paid", "orderId", orderId);
            return;
        }
        OrderStatus status = found.get().status();
        if (status == OrderStatus.PAID) {
            book(message, found.get());
        } else if (status.isCalledOff()) {
            // A crash may have hit between booking and our note of it.
            callOff(orderId);
        } else {
            Log.info("shipment is booked already", "orderId", orderId, "status", status);
        }
    }

    private void book(Inbox.Entry message, ShipmentStore.Consignment order) {
        Optional<ShippingService.Shipment> shipment;
        try {
            shipment = service.book(order.orderId(), order.destination(), parcel(order.lines()));
        } catch (ShippingUnavailableException away) {
            Log.warn("shipment is not booked yet", away, "orderId", order.orderId());
            return;
        }
        Signal signal = shipment.isPresent() ? Signal.SHIPMENT_BOOKED : Signal.SHIPMENT_IMPOSSIBLE;
        Change change = shipment.map(booked -> Change.booked(ACTOR, booked.id(), booked.trackingNumber()))
                .orElse(Change.by(ACTOR));
        OrderState after =
                changes.hear(message, order.orderId(), signal, change).orElseThrow();
        if (after.status().isCalledOff() && shipment.isPresent()) {
            callOff(order.orderId());
        }
    }

    /** Calls off a shipment that was booked for an order that is off. */
    private void callOff(UUID orderId) {
        database.useTransaction(transaction -> ShipmentStore.setCancelDue(transaction, orderId));
        cancel(orderId);
    }

    /**
     * Calls off what was booked for a called-off order, if that is still due and nobody else is about to.
     *
     * @return false if the service is away
     */
    public boolean cancel(UUID orderId) {
        // As PostgreSQL keeps it: by this time we know our own note again.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant leftSince = now.minus(LONGEST_CANCEL);
        if (!database.withHandle(handle -> ShipmentStore.takeOnCancel(handle, orderId, now, leftSince))) {
            return true;
        }
        try {
            service.cancel(orderId);
        } catch (ShippingUnavailableException away) {
            Log.warn("shipment is not called off yet", away, "orderId", orderId);
            return false;
        }
        database.useTransaction(transaction -> ShipmentStore.cancelDone(transaction, orderId, now));
        Log.info("no shipment is left of the order", "orderId", orderId);
        return true;
    }

    /**
     * For the timer: what was due while the service was away.
     *
     * @return how many shipments it tried to call off
     */
    public int cancelDue() {
        List<UUID> due = database.withHandle(handle -> ShipmentStore.cancelDue(handle, BATCH));
        int tried = 0;
        int failures = 0;
        while (tried < due.size() && failures < MOST_FAILURES) {
            failures = cancel(due.get(tried)) ? 0 : failures + 1;
            tried++;
        }
        return tried;
    }

    private static ShippingService.Parcel parcel(List<OrderLine> lines) {
        long grams = lines.stream().mapToLong(OrderLine::totalGrams).sum();
        return new ShippingService.Parcel(Math.max(1, grams));
    }
}
