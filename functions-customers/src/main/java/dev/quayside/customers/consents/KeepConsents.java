package dev.quayside.customers.consents;

import dev.quayside.customers.profile.Customers;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.FieldError;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Shows what a customer agrees to, and adds to the record what changed. */
public final class KeepConsents {

    private final Database database;
    private final Outbox outbox;
    private final AccessTrail trail;
    private final Clock clock;

    public KeepConsents(Database database, Outbox outbox, AccessTrail trail, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.trail = trail;
        this.clock = clock;
    }

    private record Items(List<ConsentState.View> items) {}

    public Reply show(Call call, UUID customer) {
        Customers.requireVisible(call.caller(), customer);
        return database.inTransaction(transaction -> {
            Customers.requireRegistered(transaction, customer);
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.consents-viewed", customer));
            return reply(call, state(transaction, customer));
        });
    }

    public Reply record(Call call, UUID customer) {
        Customers.requireVisible(call.caller(), customer);
        ConsentRequest request = call.body(ConsentRequest.class);
        How how = request.howBy(call.caller());
        long version = call.ifMatch();
        return database.inTransaction(transaction -> {
            Customers.lockRegistered(transaction, customer);
            ConsentState known = state(transaction, customer);
            requireKnownPurposes(known, request);
            if (known.version() != version) {
                throw Call.preconditionFailed();
            }
            List<Consent> changes = known.changes(
                    request.consents(),
                    new ConsentState.Recorder(how, call.caller().reference(), clock.instant()));
            ConsentStore.append(transaction, changes);
            outbox.appendAll(transaction, changes.stream().map(Consent::event).toList());
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.consents-recorded", customer));
            return reply(call, state(transaction, customer));
        });
    }

    private static ConsentState state(Handle handle, UUID customer) {
        return new ConsentState(customer, ConsentStore.purposes(handle), ConsentStore.current(handle, customer));
    }

    private static void requireKnownPurposes(ConsentState state, ConsentRequest request) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < request.consents().size(); i++) {
            if (!state.knows(request.consents().get(i).purpose())) {
                errors.add(FieldError.at("/consents/" + i + "/purpose", "is not a known purpose"));
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(ConsentProblem.UNKNOWN_PURPOSE, ConsentProblem.UNKNOWN_PURPOSE.title(), errors);
        }
    }

    private static Reply reply(Call call, ConsentState state) {
        return Reply.ok(new Items(state.shownTo(call.caller()))).etag(state.version());
    }
}
