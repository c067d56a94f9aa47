package dev.quayside.notifications.recipient;

import dev.quayside.notifications.content.Language;
import dev.quayside.shared.contracts.CustomerEvents;
import dev.quayside.shared.gdpr.Pseudonym;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL for contacts and preferences. */
final class RecipientStore {

    private RecipientStore() {}

    /** Keeps the customer from being forgotten until the end of the transaction, as {@link Forgetting#holdOff}. */
    static Recipient find(Handle transaction, UUID customerId) {
        return transaction
                .createQuery("""
                        select recipients.customer_id is not null as is_known, name, email, phone, locale, time_zone,
                            preferences.version, channels, quiet_from, quiet_to, quiet_zone, held_off
                        from (select cast(:customerId as uuid) as customer_id,
                            pg_advisory_xact_lock_shared(:lock) as held_off) as wanted
                        left join recipients using (customer_id)
                        left join preferences using (customer_id)
                        """)
                .bind("customerId", customerId)
                .bind("lock", Forgetting.lock(customerId))
                .map((row, context) -> new Recipient(contact(row), preferences(row)))
                .one();
    }

    static void lockShared(Handle transaction, long lock) {
        transaction.execute("select pg_advisory_xact_lock_shared(?)", lock);
    }

    static void lockAlone(Handle transaction, long lock) {
        transaction.execute("select pg_advisory_xact_lock(?)", lock);
    }

    /** @return false if a later version is known, or the customer is forgotten */
    static boolean keep(Handle transaction, UUID customerId, CustomerEvents.Contact contact, int version) {
        return transaction
                        .createUpdate("""
                                insert into recipients as known
                                    (customer_id, version, name, email, phone, locale, time_zone)
                                select :customerId, cast(:version as integer), cast(:name as text),
                                    cast(:email as text), cast(:phone as text), cast(:locale as text),
                                    cast(:timeZone as text)
                                where not exists (select from erased_customers where pseudonym = :pseudonym)
                                on conflict (customer_id) do update
                                set version = excluded.version, name = excluded.name, email = excluded.email,
                                    phone = excluded.phone, locale = excluded.locale, time_zone = excluded.time_zone
                                where known.version < excluded.version
                                """)
                        .bind("customerId", customerId)
                        .bind("pseudonym", Pseudonym.of(customerId))
                        .bind("version", version)
                        .bindMethods(contact)
                        .execute()
                == 1;
    }

    static Optional<Preferences> preferences(Handle handle, UUID customerId) {
        return handle.createQuery("""
                        select version, channels, quiet_from, quiet_to, quiet_zone from preferences
                        where customer_id = :customerId
                        """)
                .bind("customerId", customerId)
                .map((row, context) -> preferences(row))
                .findOne();
    }

    /** @return false if the stored version is not the one before; of a customer who never chose, that is 0 */
    static boolean save(Handle transaction, UUID customerId, Preferences chosen, Instant now) {
        String sql = chosen.version() == 1 ? """
                insert into preferences (customer_id, version, channels, quiet_from, quiet_to, quiet_zone, updated_at)
                values (:customerId, :version, :channels, :from, :to, :zone, :now)
                on conflict do nothing
                """ : """
                update preferences set version = :version, channels = :channels, quiet_from = :from, quiet_to = :to,
                    quiet_zone = :zone, updated_at = :now
                where customer_id = :customerId and version = :version - 1
                """;
        Optional<QuietHours> quiet = chosen.quietHours();
        return transaction
                        .createUpdate(sql)
                        .bind("customerId", customerId)
                        .bind("version", chosen.version())
                        .bind("channels", ChosenChannels.write(chosen.chosen()))
                        .bind("from", quiet.map(QuietHours::from).orElse(null))
                        .bind("to", quiet.map(QuietHours::to).orElse(null))
                        .bind("zone", quiet.map(hours -> hours.zone().getId()).orElse(null))
                        .bind("now", now)
                        .execute()
                == 1;
    }

    private static Optional<Contact> contact(ResultSet row) throws SQLException {
        return row.getBoolean("is_known")
                ? Optional.of(new Contact(
                        row.getString("name"),
                        row.getString("email"),
                        row.getString("phone"),
                        Language.of(row.getString("locale")),
                        zone(row.getString("time_zone"))))
                : Optional.empty();
    }

    private static ZoneId zone(String told) {
        return told != null && ZoneId.getAvailableZoneIds().contains(told) ? ZoneId.of(told) : Contact.UTC;
    }

    private static Preferences preferences(ResultSet row) throws SQLException {
        String channels = row.getString("channels");
        if (channels == null) {
            return Preferences.NONE;
        }
        LocalTime from = row.getObject("quiet_from", LocalTime.class);
        Optional<QuietHours> quiet = from == null
                ? Optional.empty()
                : Optional.of(new QuietHours(
                        from, row.getObject("quiet_to", LocalTime.class), ZoneId.of(row.getString("quiet_zone"))));
        return new Preferences(row.getInt("version"), ChosenChannels.read(channels), quiet);
    }
}
