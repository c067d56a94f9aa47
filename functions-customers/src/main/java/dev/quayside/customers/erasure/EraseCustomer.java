package dev.quayside.customers.erasure;

import dev.quayside.customers.exports.Exports;
import dev.quayside.customers.profile.Customers;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.gdpr.ErasedCustomers;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Begins to forget a customer: from here on nobody is shown them, and nothing of them is written. What is kept goes when
 * housekeeping says that it is this app's turn.
 */
public final class EraseCustomer {

    private final Database database;
    private final Outbox outbox;
    private final AccessTrail trail;
    private final Clock clock;

    public EraseCustomer(Database database, Outbox outbox, AccessTrail trail, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.trail = trail;
        this.clock = clock;
    }

    /** However often it is asked for, there is one erasure. */
    public Reply answer(Call call, UUID customer) {
        Customers.requireVisible(call.caller(), customer);
        Erasure.View view = database.inTransaction(transaction -> {
            if (Customers.delete(transaction, customer, clock.instant())) {
                tell(transaction, begin(transaction, customer, Ids.newId()), call, customer);
            }
            Erasure erasure = ErasureStore.find(transaction, customer).orElseThrow(ProblemException::notFound);
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.erasure-requested", customer));
            return erasure.view(Customers.isKept(transaction, customer));
        });
        return new Reply(202, Map.of("Content-Type", "application/json"), Json.write(view));
    }

    /**
     * An erasure that another app asks for, such as that of somebody who was away for years; also our own as it comes back.
     *
     * @throws MalformedEventException if it does not say whose
     */
    public void handle(CloudEvent event) {
        ErasureRequested requested = event.data(ErasureRequested.class);
        if (requested.customerId() == null || requested.erasureId() == null) {
            throw new MalformedEventException("an erasure needs its id and the customer's", null);
        }
        database.useTransaction(transaction -> {
            Customers.delete(transaction, requested.customerId(), clock.instant());
            begin(transaction, requested.customerId(), requested.erasureId());
        });
    }

    private Erasure begin(Handle transaction, UUID customer, UUID erasureId) {
        Instant now = clock.instant();
        ErasedCustomers.note(transaction, customer, erasureId);
        Exports.withdraw(transaction, customer, now);
        return ErasureStore.find(transaction, customer).orElseThrow();
    }

    private void tell(Handle transaction, Erasure erasure, Call call, UUID customer) {
        outbox.append(
                transaction,
                new ErasureRequested(
                        erasure.erasureId(), customer, call.caller().reference(), erasure.requestedAt()));
    }
}
