package dev.quayside.customers.profile;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Reply;
import java.util.UUID;

/** Shows a profile; an employee who looks at one is on record. */
public final class ShowCustomer {

    private final Database database;
    private final AccessTrail trail;

    public ShowCustomer(Database database, AccessTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    public Reply answer(Call call, UUID id) {
        Customers.requireVisible(call.caller(), id);
        Customer customer = database.inTransaction(transaction -> {
            Customer found = Customers.find(transaction, id);
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.viewed", id));
            return found;
        });
        return Reply.ok(CustomerView.of(customer)).etag(customer.version());
    }
}
