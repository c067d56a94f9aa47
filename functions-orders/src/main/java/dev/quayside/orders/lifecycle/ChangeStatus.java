package dev.quayside.orders.lifecycle;

import dev.quayside.orders.order.OrderStatus;
import dev.quayside.orders.order.OrderView;
import dev.quayside.orders.reading.OrderQueries;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.http.Validated;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What people do to orders: cancel, ship, tell of the delivery. */
public final class ChangeStatus {

    private final Database database;
    private final OrderChanges changes;
    private final AccessTrail trail;

    public ChangeStatus(Database database, OrderChanges changes, AccessTrail trail) {
        this.database = database;
        this.changes = changes;
        this.trail = trail;
    }

    /** What an order manager may set. */
    private enum Step {
        SHIPPED(Signal.SHIP_ASKED, "order.shipped"),
        DELIVERED(Signal.DELIVERY_TOLD, "order.delivered");

        private final Signal signal;
        private final String action;

        Step(Signal signal, String action) {
            this.signal = signal;
            this.action = action;
        }
    }

    private record StatusRequest(Step status) implements Validated {
        @Override
        public void validate(Check check) {
            check.present(status, "status");
        }
    }

    /** Sets the status, if the caller has seen the current version. */
    public Reply set(Call call, UUID orderId) {
        Step step = call.body(StatusRequest.class).status();
        long version = call.ifMatch();
        return database.inTransaction(transaction -> {
            OrderState order = lock(transaction, orderId, call.caller());
            requireVersion(order, version);
            OrderState after = changes.apply(transaction, order, step.signal, by(call));
            if (after.version() == order.version()) {
                throw LifecycleProblem.STATUS_NOT_REACHABLE.exception(order.status());
            }
            record(transaction, call, step.action, after);
            return shown(transaction, after);
        });
    }

    /** Cancels the order; one that is cancelled already stays so. */
    public Reply cancel(Call call, UUID orderId) {
        return database.inTransaction(transaction -> {
            OrderState order = lock(transaction, orderId, call.caller());
            if (call.header("if-match").isPresent()) {
                requireVersion(order, call.ifMatch());
            }
            OrderState after = changes.apply(transaction, order, Signal.CANCEL_ASKED, by(call));
            if (after.status() != OrderStatus.CANCELLED) {
                throw LifecycleProblem.NOT_CANCELLABLE.exception(order.status());
            }
            if (after.version() != order.version()) {
                record(transaction, call, "order.cancelled", after);
            }
            return shown(transaction, after);
        });
    }

    private static OrderState lock(Handle transaction, UUID orderId, Caller caller) {
        return StateStore.lock(transaction, orderId)
                .filter(order -> !caller.isClient() || caller.id().equals(order.customerId()))
                .orElseThrow(ProblemException::notFound);
    }

    private static void requireVersion(OrderState order, long version) {
        if (order.version() != version) {
            throw Call.preconditionFailed();
        }
    }

    private void record(Handle transaction, Call call, String action, OrderState order) {
        trail.record(transaction, call, new Access(action, "order", order.id().toString(), order.customerId()));
    }

    private static Change by(Call call) {
        return Change.by(call.caller().reference());
    }

    private static Reply shown(Handle transaction, OrderState order) {
        OrderView view =
                OrderQueries.view(transaction, order.id()).orElseThrow().view();
        return Reply.ok(view).etag(order.version());
    }
}
