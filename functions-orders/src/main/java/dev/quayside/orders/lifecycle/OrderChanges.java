package dev.quayside.orders.lifecycle;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Lets signals act on orders: the one place where an order moves. */
public final class OrderChanges {

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    public OrderChanges(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Applies what a message says, once however often it is delivered: status, history, event and inbox row, or nothing.
     *
     * <p>Reads the order without a lock, and writes what follows only if the order has not moved meanwhile: two round
     * trips, where inbox row, lock, write and commit would be four.
     *
     * @return the order afterwards; empty if there is no such order
     */
    public Optional<OrderState> hear(Inbox.Entry message, UUID orderId, Signal signal, Change change) {
        return database.withHandle(handle -> hear(handle, message, orderId, signal, change));
    }

    private Optional<OrderState> hear(Handle handle, Inbox.Entry message, UUID orderId, Signal signal, Change change) {
        Optional<OrderState> order = StateStore.find(handle, orderId);
        if (order.isEmpty()) {
            Log.warn("signal for an unknown order", "orderId", orderId, "signal", signal);
            return order;
        }
        Decision decision = Lifecycle.decide(order.get().status(), signal);
        if (decision instanceof Decision.Move move) {
            Optional<OrderState> moved = move(handle, order.get(), move.transition(), change, message);
            if (moved.isEmpty()) {
                // Another signal came first, and each moves the order on: soon there is no more to come.
                return hear(handle, message, orderId, signal, change);
            }
            outbox.wake();
            return moved;
        }
        if (decision instanceof Decision.TellAgain) {
            handle.useTransaction(transaction -> {
                if (Inbox.firstTime(transaction, message)) {
                    outbox.append(transaction, Announcement.of(order.get()));
                }
            });
        }
        logIgnored(order.get(), signal);
        return order;
    }

    /** As {@link #hear}, for an order that the caller's transaction has locked. */
    OrderState apply(Handle transaction, OrderState order, Signal signal, Change change) {
        if (Lifecycle.decide(order.status(), signal) instanceof Decision.Move move) {
            transaction.afterCommit(outbox::wake);
            return move(transaction, order, move.transition(), change, null)
                    .orElseThrow(() -> new IllegalStateException("Order " + order.id() + " moved under its lock"));
        }
        logIgnored(order, signal);
        return order;
    }

    /** @return empty if the order has moved since it was read */
    private Optional<OrderState> move(
            Handle handle, OrderState order, Transition transition, Change change, Inbox.Entry cause) {
        OrderState moved = order.moved(transition.to(), change, transition.on());
        Outbox.Entry event = outbox.entry(Announcement.of(moved));
        if (!StateStore.move(handle, order, moved, clock.instant(), event, cause)) {
            return Optional.empty();
        }
        Log.info("order moved", "orderId", order.id(), "from", order.status(), "to", moved.status());
        return Optional.of(moved);
    }

    private static void logIgnored(OrderState order, Signal signal) {
        Log.info("signal does not move the order", "orderId", order.id(), "status", order.status(), "signal", signal);
    }
}
