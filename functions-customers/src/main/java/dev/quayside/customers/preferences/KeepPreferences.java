package dev.quayside.customers.preferences;

import dev.quayside.customers.profile.Customers;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Shows and replaces what a customer likes. */
public final class KeepPreferences {

    private final Database database;
    private final AccessTrail trail;
    private final Clock clock;

    public KeepPreferences(Database database, AccessTrail trail, Clock clock) {
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    /** Preferences and how often they were changed. */
    record Versioned(Preferences preferences, int version) {

        static final Versioned UNTOUCHED = new Versioned(Preferences.DEFAULT, 0);

        Versioned with(Preferences changed) {
            return changed.equals(preferences) ? this : new Versioned(changed, version + 1);
        }

        Reply reply() {
            return Reply.ok(preferences).etag(version);
        }
    }

    public Reply show(Call call, UUID customer) {
        Customers.requireVisible(call.caller(), customer);
        return database.inTransaction(transaction -> {
            Customers.requireRegistered(transaction, customer);
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.preferences-viewed", customer));
            return find(transaction, customer).reply();
        });
    }

    public Reply replace(Call call, UUID customer) {
        Customers.requireVisible(call.caller(), customer);
        Preferences wanted = call.body(Preferences.class);
        long version = call.ifMatch();
        return database.inTransaction(transaction -> {
            Customers.lockRegistered(transaction, customer);
            Versioned known = find(transaction, customer);
            if (known.version != version) {
                throw Call.preconditionFailed();
            }
            Versioned changed = known.with(wanted);
            if (changed.version != known.version) {
                PreferencesStore.write(transaction, customer, changed, clock.instant());
            }
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.preferences-updated", customer));
            return changed.reply();
        });
    }

    private static Versioned find(Handle handle, UUID customer) {
        return PreferencesStore.find(handle, customer).orElse(Versioned.UNTOUCHED);
    }
}
