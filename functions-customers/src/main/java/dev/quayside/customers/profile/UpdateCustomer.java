package dev.quayside.customers.profile;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Replaces a profile, if the caller has seen the current one. */
public final class UpdateCustomer {

    private final Database database;
    private final Outbox outbox;
    private final AccessTrail trail;
    private final Clock clock;

    public UpdateCustomer(Database database, Outbox outbox, AccessTrail trail, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.trail = trail;
        this.clock = clock;
    }

    public Reply answer(Call call, UUID id) {
        Customers.requireVisible(call.caller(), id);
        Profile profile = call.body(ProfileRequest.class).profile();
        long version = call.ifMatch();
        Customer customer = database.inTransaction(transaction -> {
            Customer known = Customers.lock(transaction, id);
            if (known.version() != version) {
                throw Call.preconditionFailed();
            }
            Customer changed = known.with(profile, clock.instant());
            if (changed.version() != known.version()) {
                write(transaction, changed);
            }
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.updated", id));
            return changed;
        });
        return Reply.ok(CustomerView.of(customer)).etag(customer.version());
    }

    private void write(Handle transaction, Customer customer) {
        CustomerStore.update(transaction, customer);
        outbox.append(transaction, customer.updated());
    }
}
