package dev.quayside.notifications.recipient;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.gdpr.ErasedCustomers;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.util.UUID;

/** Shows and changes where a customer wants to be told what. Customers have their own; employees name the customer. */
public final class EditPreferences {

    private final Database database;
    private final AccessTrail trail;
    private final Clock clock;

    public EditPreferences(Database database, AccessTrail trail, Clock clock) {
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    public Reply show(Call call) {
        UUID customerId = Whose.asked(call);
        return database.inTransaction(transaction -> {
            trail.record(transaction, call, Access.toCustomer("notification-preferences.viewed", customerId));
            return answer(RecipientStore.preferences(transaction, customerId).orElse(Preferences.NONE));
        });
    }

    /** Replaces all of them, if the caller has seen the current version; who never chose has version 0. */
    public Reply change(Call call) {
        UUID customerId = Whose.asked(call);
        PreferencesRequest wanted = call.body(PreferencesRequest.class);
        long seen = call.ifMatch();
        return database.inTransaction(transaction -> {
            Recipient recipient = RecipientStore.find(transaction, customerId);
            if (ErasedCustomers.contains(transaction, customerId)) {
                throw RecipientProblem.CUSTOMER_ERASED.exception();
            }
            int current = recipient.preferences().version();
            Preferences chosen = wanted.preferences(current + 1, recipient.zone());
            if (seen != current || !RecipientStore.save(transaction, customerId, chosen, clock.instant())) {
                throw Call.preconditionFailed();
            }
            trail.record(transaction, call, Access.toCustomer("notification-preferences.changed", customerId));
            return answer(chosen);
        });
    }

    private static Reply answer(Preferences preferences) {
        return Reply.ok(PreferencesView.of(preferences)).etag(preferences.version());
    }
}
