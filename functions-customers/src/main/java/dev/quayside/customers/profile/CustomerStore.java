package dev.quayside.customers.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.shared.http.Address;
import dev.quayside.shared.kernel.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table {@code customers}. */
final class CustomerStore {

    private static final String SELECT = """
            select id, name, email, phone, locale, time_zone, addresses, version, registered_at, updated_at
            from customers where id = :id and deleted_at is null
            """;

    private CustomerStore() {}

    /** @return false if the customer is there already */
    static boolean insert(Handle transaction, Customer customer) {
        int inserted = transaction
                .createUpdate("""
                        insert into customers
                            (id, name, email, phone, locale, time_zone, addresses, version, registered_at, updated_at)
                        values (:id, :name, :email, :phone, :locale, :timeZone, cast(:addresses as jsonb), :version,
                            :registeredAt, :updatedAt)
                        on conflict (id) do nothing
                        """)
                .bindMethods(customer.profile())
                .bind("addresses", Json.write(customer.profile().addresses()))
                .bindMethods(customer)
                .execute();
        return inserted == 1;
    }

    static Optional<Customer> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT)
                .bind("id", id)
                .map((row, context) -> customer(row))
                .findOne();
    }

    /** As {@link #find}; nobody else changes the customer until the transaction ends. */
    static Optional<Customer> lock(Handle transaction, UUID id) {
        return transaction
                .createQuery(SELECT + " for no key update")
                .bind("id", id)
                .map((row, context) -> customer(row))
                .findOne();
    }

    static boolean exists(Handle handle, UUID id) {
        return handle.createQuery("select exists (select from customers where id = :id and deleted_at is null)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether the row is still there, of a customer who may be deleted. */
    static boolean isKept(Handle handle, UUID id) {
        return handle.createQuery("select exists (select from customers where id = :id)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /** @return false if there is no such customer, or no longer */
    static boolean delete(Handle transaction, UUID id, Instant now) {
        int deleted = transaction
                .createUpdate("update customers set deleted_at = :now where id = :id and deleted_at is null")
                .bind("id", id)
                .bind("now", now)
                .execute();
        return deleted == 1;
    }

    /**
     * Keeps the customer from being seen until the transaction ends: whoever signs in, orders or changes something waits,
     * or has committed and is found by the statement after this.
     */
    static void lockSightings(Handle transaction, UUID id) {
        transaction.execute("""
                select from customers c join customer_sign_ins s on s.customer_id = c.id where c.id = ? for update
                """, id);
    }

    /** By the rule by which housekeeping finds them. */
    static boolean isUnseen(Handle handle, UUID id, Instant since) {
        return handle.createQuery("""
                        select exists (select from unseen_customers(:since) where customer_id = :id)
                        """)
                .bind("since", since)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    static void signedIn(Handle handle, UUID id, Instant at) {
        handle.createUpdate("""
                        update customer_sign_ins set last_at = :at where customer_id = :id and last_at < :at
                        """).bind("id", id).bind("at", at).execute();
    }

    static void update(Handle transaction, Customer customer) {
        transaction
                .createUpdate("""
                        update customers
                        set name = :name, email = :email, phone = :phone, locale = :locale, time_zone = :timeZone,
                            addresses = cast(:addresses as jsonb), version = :version, updated_at = :updatedAt
                        where id = :id
                        """)
                .bindMethods(customer.profile())
                .bind("addresses", Json.write(customer.profile().addresses()))
                .bindMethods(customer)
                .execute();
    }

    private static Customer customer(ResultSet row) throws SQLException {
        Profile profile = new Profile(
                row.getString("name"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("locale"),
                row.getString("time_zone"),
                addresses(row.getString("addresses")));
        return new Customer(
                row.getObject("id", UUID.class),
                profile,
                row.getInt("version"),
                row.getTimestamp("registered_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static List<Address> addresses(String json) {
        try {
            return List.of(Json.read(json, Address[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The addresses of a customer cannot be read", e);
        }
    }
}
