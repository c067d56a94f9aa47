package dev.quayside.customers.profile;

import dev.quayside.customers.segments.Segments;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Makes a customer of somebody who signs in for the first time. Portals may ask at every sign-in. */
public final class RegisterCustomer {

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    public RegisterCustomer(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    public Reply answer(Call call) {
        RegistrationRequest request = call.body(RegistrationRequest.class);
        Caller caller = call.caller();
        Optional<Customer> known = database.withHandle(handle -> signIn(handle, caller.id()));
        if (known.isPresent()) {
            return Reply.ok(CustomerView.of(known.get())).etag(known.get().version());
        }
        Customer customer = Customer.register(caller.id(), request.profile(caller.profile()), clock.instant());
        return database.inTransaction(transaction -> register(transaction, customer));
    }

    /** Notes it first: that waits for a retention that is just deciding, which then has seen it or is seen. */
    private Optional<Customer> signIn(Handle handle, UUID id) {
        CustomerStore.signedIn(handle, id, clock.instant());
        return CustomerStore.find(handle, id);
    }

    private Reply register(Handle transaction, Customer customer) {
        Customers.requireNotErased(transaction, customer.id());
        if (!CustomerStore.insert(transaction, customer)) {
            // Somebody else, probably the same person in another window, was quicker.
            Customer first = Customers.find(transaction, customer.id());
            return Reply.ok(CustomerView.of(first)).etag(first.version());
        }
        Segments.classify(transaction, customer.id(), customer.registeredAt());
        outbox.append(transaction, customer.registered());
        return Reply.created("/api/v1/customers/" + customer.id(), CustomerView.of(customer))
                .etag(customer.version());
    }
}
