package dev.quayside.orders.reading;

import dev.quayside.orders.order.OrderStatus;
import dev.quayside.orders.order.OrderView;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Shows orders: to clients their own, to employees all. */
public final class OrderQueries {

    private final Database database;
    private final AccessTrail trail;

    public OrderQueries(Database database, AccessTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    /** An order and the version that {@code If-Match} has to name. */
    public record Versioned(OrderView view, int version) {}

    private record History(List<HistoryEntry> items) {}

    /** The order as it stands in this transaction. */
    public static Optional<Versioned> view(Handle handle, UUID id) {
        return OrderStore.find(handle, id);
    }

    public Reply get(Call call, UUID id) {
        Versioned order = AccessTrail.reading(database, call, handle -> {
            Versioned found = OrderStore.find(handle, id)
                    .filter(any -> maySee(call.caller(), any.view().customerId()))
                    .orElseThrow(ProblemException::notFound);
            trail.record(handle, call, access("order.viewed", id, found.view().customerId()));
            return found;
        });
        return Reply.ok(order.view()).etag(order.version());
    }

    public Reply list(Call call) {
        int limit = call.limit();
        OrderFilter filter = filter(call);
        if (!maySeeAnyOf(call, filter)) {
            return Reply.ok(Page.of(List.<OrderSummary>of(), limit, OrderQueries::cursor));
        }
        List<OrderSummary> rows = AccessTrail.reading(database, call, handle -> {
            String whose = filter.customerId() == null ? "all" : "customer";
            trail.record(handle, call, new Access("orders.listed", "orders", whose, filter.customerId()));
            return OrderStore.list(handle, filter, limit + 1);
        });
        return Reply.ok(Page.of(rows, limit, OrderQueries::cursor));
    }

    public Reply history(Call call, UUID id) {
        Caller caller = call.caller();
        List<HistoryEntry> entries = AccessTrail.reading(database, call, handle -> {
            UUID customer = OrderStore.customerOf(handle, id)
                    .filter(any -> maySee(caller, any))
                    .orElseThrow(ProblemException::notFound);
            trail.record(handle, call, access("order.history-viewed", id, customer));
            return OrderStore.history(handle, id);
        });
        return Reply.ok(new History(
                caller.isClient()
                        ? entries.stream().map(HistoryEntry::forCustomer).toList()
                        : entries));
    }

    private static OrderFilter filter(Call call) {
        Optional<Cursor> cursor = call.cursor(2);
        Optional<UUID> customer = call.queryId("customerId");
        return new OrderFilter(
                call.caller().isClient() ? call.caller().id() : customer.orElse(null),
                call.queryEnum("status", OrderStatus.class).orElse(null),
                call.queryInstant("from").orElse(null),
                call.queryInstant("to").orElse(null),
                cursor.map(c -> c.instant(0)).orElse(null),
                cursor.map(c -> c.uuid(1)).orElse(null));
    }

    /** A client who asks for somebody else's orders finds none. */
    private static boolean maySeeAnyOf(Call call, OrderFilter filter) {
        return call.queryId("customerId")
                .map(asked -> filter.customerId().equals(asked))
                .orElse(true);
    }

    private static String cursor(OrderSummary last) {
        return Cursor.of(last.placedAt(), last.id());
    }

    private static Access access(String action, UUID order, UUID customer) {
        return new Access(action, "order", order.toString(), customer);
    }

    private static boolean maySee(Caller caller, UUID customer) {
        return !caller.isClient() || caller.id().equals(customer);
    }
}
