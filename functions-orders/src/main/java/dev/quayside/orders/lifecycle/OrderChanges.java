package dev.quayside.orders.lifecycle;

import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Lets signals act on orders: the one place where an order moves. */
public final class OrderChanges {

    private final Outbox outbox;
    private final Clock clock;

    public OrderChanges(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Applies a signal in the caller's transaction: status, history and event, or nothing.
     *
     * @return the order afterwards; empty if there is no such order
     */
    public Optional<OrderState> apply(Handle transaction, UUID orderId, Signal signal, Change change) {
        Optional<OrderState> order = StateStore.lock(transaction, orderId);
        if (order.isEmpty()) {
            Log.warn("signal for an unknown order", "orderId", orderId, "signal", signal);
        }
        return order.map(found -> apply(transaction, found, signal, change));
    }

    /** As {@link #apply(Handle, UUID, Signal, Change)}, for an order that this transaction has locked. */
    OrderState apply(Handle transaction, OrderState order, Signal signal, Change change) {
        Decision decision = Lifecycle.decide(order.status(), signal);
        if (decision instanceof Decision.Move move) {
            OrderState moved = order.moved(move.transition().to(), change, signal);
            StateStore.move(transaction, order, moved, clock.instant(), outbox.entry(Announcement.of(moved)));
            transaction.afterCommit(outbox::wake);
            Log.info("order moved", "orderId", order.id(), "from", order.status(), "to", moved.status());
            return moved;
        }
        if (decision instanceof Decision.TellAgain) {
            outbox.append(transaction, Announcement.of(order));
        }
        Log.info("signal does not move the order", "orderId", order.id(), "status", order.status(), "signal", signal);
        return order;
    }
}
