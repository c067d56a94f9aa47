package dev.quayside.orders.lifecycle;

import dev.quayside.orders.order.OrderStatus;
import dev.quayside.orders.order.OrderView;
import dev.quayside.orders.reading.OrderQueries;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.data.Database;
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

    public ChangeStatus(Database database, OrderChanges changes) {
        this.database = database;
        this.changes = changes;
    }

    /** What an order manager may set. */
    private enum Step {
        SHIPPED(Signal.SHIP_ASKED),
        DELIVERED(Signal.DELIVERY_TOLD);

        private final Signal signal;

        Step(Signal signal) {
            this.signal = signal;
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

    private static Change by(Call call) {
        return Change.by(call.caller().reference());
    }

    private static Reply shown(Handle transaction, OrderState order) {
        OrderView view =
                OrderQueries.view(transaction, order.id()).orElseThrow().view();
        return Reply.ok(view).etag(order.version());
    }
}
