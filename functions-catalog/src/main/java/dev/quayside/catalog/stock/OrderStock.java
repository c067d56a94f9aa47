package dev.quayside.catalog.stock;

import dev.quayside.catalog.stock.ReservationStatus.Step;
import dev.quayside.shared.contracts.CatalogEvents.StockRejected;
import dev.quayside.shared.contracts.CatalogEvents.StockReleased;
import dev.quayside.shared.contracts.CatalogEvents.StockReserved;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderConfirmed;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.contracts.OrderEvents.OrderPaid;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.contracts.OrderEvents.OrderRejected;
import dev.quayside.shared.contracts.OrderEvents.OrderShipped;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.EventConsumer;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.telemetry.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Does to the stock what the orders app tells of an order.
 *
 * <p>What happens to most orders, being placed with all lines in stock and being paid, is tried first as one statement
 * that changes something only if it is all there is to do. Otherwise a transaction locks the order's reservation, and
 * {@link ReservationStatus} decides.
 */
public final class OrderStock {

    private static final List<ReservationStatus> FIRM_WHEN_PAID =
            ReservationStatus.calling(Step.MAKE_FIRM, Happening.PAID);

    private final Database database;
    private final EventConsumer consumer;
    private final Outbox outbox;
    private final Duration holdFor;

    /** @param holdFor how long a reservation waits for its payment */
    public OrderStock(Database database, EventConsumer consumer, Outbox outbox, Duration holdFor) {
        this.database = database;
        this.consumer = consumer;
        this.outbox = outbox;
        this.holdFor = holdFor;
    }

    /** @throws MalformedEventException if the event is none of the orders app's, or does not make sense */
    public void handle(CloudEvent event) {
        switch (event.type()) {
            case OrderPlaced.TYPE -> placed(event, event.data(OrderPlaced.class));
            case OrderPaid.TYPE -> paid(event, event.data(OrderPaid.class).orderId());
            case OrderRejected.TYPE ->
                happened(event, event.data(OrderRejected.class).orderId(), Happening.CLOSED, "rejected");
            case OrderCancelled.TYPE ->
                happened(event, event.data(OrderCancelled.class).orderId(), Happening.CLOSED, "cancelled");
            case OrderShipped.TYPE ->
                happened(event, event.data(OrderShipped.class).orderId(), Happening.SHIPPED, "shipped");
            case OrderPaymentDue.TYPE, OrderConfirmed.TYPE, OrderDelivered.TYPE -> {
                // no stock moves
            }
            default -> throw new MalformedEventException("unknown type " + event.type(), null);
        }
    }

    private void placed(CloudEvent event, OrderPlaced order) {
        Reservation wanted =
                Reservation.of(order.orderId(), lines(order), Instant.now().plus(holdFor));
        Outbox.Entry told = outbox.entry(new StockReserved(wanted.orderId(), wanted.expiresAt()));
        boolean reserved = database.withHandle(
                handle -> ReservingStore.reserveAtOnce(handle, wanted, consumer.inboxEntry(event), told));
        if (reserved) {
            outbox.wake();
        } else {
            consumer.once(event, (transaction, same) -> placed(transaction, wanted));
        }
    }

    private void placed(Handle transaction, Reservation wanted) {
        if (ReservationStore.claim(transaction, wanted)) {
            reserve(transaction, wanted);
            return;
        }
        Reservation known = locked(transaction, wanted.orderId());
        Reservation withLines = known.lines().isEmpty() ? wanted.as(known.status()) : known;
        take(known.status().on(Happening.PLACED), transaction, withLines, "placed");
    }

    private static List<StockLine> lines(OrderPlaced order) {
        try {
            return StockLine.of(order.orderId(), order.lines());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedEventException("the order cannot be reserved: " + e.getMessage(), e);
        }
    }

    private void paid(CloudEvent event, UUID orderId) {
        boolean firm = database.withHandle(
                handle -> ReservationStore.makeFirm(handle, orderId, FIRM_WHEN_PAID, consumer.inboxEntry(event)));
        if (!firm) {
            happened(event, orderId, Happening.PAID, "paid");
        }
    }

    private void happened(CloudEvent event, UUID orderId, Happening happening, String word) {
        if (orderId == null) {
            throw new MalformedEventException("an event about an order needs its id", null);
        }
        consumer.once(event, (transaction, same) -> happened(transaction, orderId, happening, word));
    }

    private void happened(Handle transaction, UUID orderId, Happening happening, String word) {
        Reservation known = ReservationStore.lock(transaction, orderId).orElse(null);
        if (known == null) {
            // Told before order.placed: what is noted here decides what becomes of that.
            Reservation note = Reservation.without(orderId, ReservationStatus.first(happening));
            if (ReservationStore.claim(transaction, note)) {
                Log.info("told before order.placed", "orderId", orderId, "happening", word);
                return;
            }
            known = locked(transaction, orderId);
        }
        take(known.status().on(happening), transaction, known, word);
    }

    private static Reservation locked(Handle transaction, UUID orderId) {
        return ReservationStore.lock(transaction, orderId)
                .orElseThrow(() -> new IllegalStateException("reservations are never deleted"));
    }

    private void take(Step step, Handle transaction, Reservation known, String word) {
        UUID orderId = known.orderId();
        switch (step) {
            case TELL_RESERVED -> outbox.append(transaction, new StockReserved(orderId, known.expiresAt()));
            case TELL_REJECTED -> outbox.append(transaction, new StockRejected(orderId, known.shortages()));
            case TELL_EXPIRED -> outbox.append(transaction, new StockReleased(orderId, ExpireReservations.REASON));
            case MAKE_FIRM -> ReservationStore.save(transaction, known.as(ReservationStatus.FIRM));
            case RESERVE_FIRM -> reserveFirm(transaction, known);
            case RELEASE -> release(transaction, known, word);
            case CLOSE -> ReservationStore.save(transaction, known.as(ReservationStatus.CLOSED));
            case SHIP -> ship(transaction, known);
            case RESERVE_AND_SHIP -> reserveAndShip(transaction, known);
            case NOTE_SHIPPED -> ReservationStore.save(transaction, known.as(ReservationStatus.SHIPPED_EARLY));
            case IGNORE ->
                Log.info("no longer applies", "orderId", orderId, "happening", word, "reservation", known.status());
            case REFUSE ->
                throw new IllegalStateException(
                        "Order " + orderId + " is " + word + ", but its stock is " + known.status());
        }
    }

    private boolean reserve(Handle transaction, Reservation wanted) {
        ReservingStore.Outcome outcome = ReservingStore.reserve(transaction, wanted);
        if (outcome instanceof ReservingStore.Outcome.Done done) {
            List<DomainEvent> events = new ArrayList<>();
            events.add(new StockReserved(wanted.orderId(), wanted.expiresAt()));
            done.taken()
                    .forEach(taken -> taken.level()
                            .lowAfter(taken.level().available() + taken.quantity())
                            .ifPresent(events::add));
            outbox.appendAll(transaction, events);
            return true;
        }
        Reservation rejected = wanted.rejected(((ReservingStore.Outcome.Shortfall) outcome).shortages());
        ReservationStore.save(transaction, rejected);
        outbox.append(transaction, new StockRejected(rejected.orderId(), rejected.shortages()));
        return false;
    }

    private void reserveFirm(Handle transaction, Reservation known) {
        if (reserve(transaction, known)) {
            ReservationStore.save(transaction, known.as(ReservationStatus.FIRM));
        }
    }

    private void release(Handle transaction, Reservation known, String reason) {
        StockStore.release(transaction, known.lines());
        ReservationStore.save(transaction, known.as(ReservationStatus.RELEASED));
        outbox.append(transaction, new StockReleased(known.orderId(), reason));
    }

    private static void ship(Handle transaction, Reservation known) {
        StockStore.ship(transaction, known.lines());
        ReservationStore.save(transaction, known.as(ReservationStatus.SHIPPED));
    }

    private void reserveAndShip(Handle transaction, Reservation known) {
        if (!reserve(transaction, known)) {
            throw new IllegalStateException(
                    "Order " + known.orderId() + " was shipped, but the books say there was not enough");
        }
        ship(transaction, known);
    }
}
