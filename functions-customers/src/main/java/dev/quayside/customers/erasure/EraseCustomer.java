package dev.quayside.customers.erasure;

import dev.quayside.customers.exports.Exports;
import dev.quayside.customers.profile.Customers;
import dev.quayside.shared.contracts.GdprEvents.ErasureProposed;
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
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
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
                begin(transaction, customer, Ids.newId(), call.caller().reference());
            }
            Erasure erasure = ErasureStore.find(transaction, customer).orElseThrow(ProblemException::notFound);
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.erasure-requested", customer));
            return erasure.view(Customers.isKept(transaction, customer));
        });
        return new Reply(202, Map.of("Content-Type", "application/json"), Json.write(view));
    }

    /**
     * Retention has found that nobody has seen a customer for years. Whoever was seen since then is kept, and nobody is
     * told: no erasure has begun.
     *
     * @throws MalformedEventException if it does not say whose, or since when
     */
    public void consider(CloudEvent event) {
        ErasureProposed proposed = event.data(ErasureProposed.class);
        if (proposed.customerId() == null || proposed.erasureId() == null || proposed.unseenSince() == null) {
            throw new MalformedEventException("a proposal needs its id, the customer's, and a moment", null);
        }
        database.useTransaction(transaction -> {
            if (Customers.deleteUnseen(transaction, proposed.customerId(), proposed.unseenSince(), clock.instant())) {
                begin(transaction, proposed.customerId(), proposed.erasureId(), proposed.requestedBy());
            } else {
                Log.info("kept, or erased before", "erasureId", proposed.erasureId());
            }
        });
    }

    private void begin(Handle transaction, UUID customer, UUID erasureId, String requestedBy) {
        ErasedCustomers.note(transaction, customer, erasureId);
        Exports.withdraw(transaction, customer, clock.instant());
        Erasure erasure = ErasureStore.find(transaction, customer).orElseThrow();
        outbox.append(
                transaction, new ErasureRequested(erasure.erasureId(), customer, requestedBy, erasure.requestedAt()));
    }
}
