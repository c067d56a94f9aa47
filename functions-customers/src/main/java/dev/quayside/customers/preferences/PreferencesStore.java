package dev.quayside.customers.preferences;

import dev.quayside.customers.preferences.KeepPreferences.Versioned;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table {@code customer_preferences}. */
final class PreferencesStore {

    private PreferencesStore() {}

    static Optional<Versioned> find(Handle handle, UUID customer) {
        return handle.createQuery("""
                        select newsletter, preferred_channel, version from customer_preferences
                        where customer_id = :customer
                        """)
                .bind("customer", customer)
                .map((row, context) -> new Versioned(
                        new Preferences(
                                Preferences.Newsletter.valueOf(row.getString("newsletter")),
                                Preferences.Channel.valueOf(row.getString("preferred_channel"))),
                        row.getInt("version")))
                .findOne();
    }

    static void write(Handle transaction, UUID customer, Versioned preferences, Instant now) {
        transaction
                .createUpdate("""
                        insert into customer_preferences
                            (customer_id, newsletter, preferred_channel, version, updated_at)
                        values (:customer, :newsletter, :channel, :version, :now)
                        on conflict (customer_id) do update
                        set newsletter = excluded.newsletter, preferred_channel = excluded.preferred_channel,
                            version = excluded.version, updated_at = excluded.updated_at
                        """)
                .bind("customer", customer)
                .bind("newsletter", preferences.preferences().newsletter())
                .bind("channel", preferences.preferences().preferredChannel())
                .bind("version", preferences.version())
                .bind("now", now)
                .execute();
    }
}
