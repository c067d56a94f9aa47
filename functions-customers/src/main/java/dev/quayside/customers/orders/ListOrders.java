package dev.quayside.customers.orders;

import dev.quayside.customers.profile.Customers;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A customer's orders, newest first. */
public final class ListOrders {

    private final Database database;
    private final AccessTrail trail;

    public ListOrders(Database database, AccessTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    public Reply answer(Call call, UUID customer) {
        Customers.requireVisible(call.caller(), customer);
        int limit = call.limit();
        Optional<Cursor> after = call.cursor(2);
        List<OrderView> rows = database.inTransaction(transaction -> {
            Customers.requireRegistered(transaction, customer);
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.orders-viewed", customer));
            return OrderStore.list(transaction, customer, after, limit + 1);
        });
        return Reply.ok(Page.of(rows, limit, last -> Cursor.of(last.placedAt(), last.id())));
    }
}
