package dev.quayside.customers.profile;

import dev.quayside.shared.contracts.CustomerEvents.CustomerRegistered;
import dev.quayside.shared.contracts.CustomerEvents.CustomerUpdated;
import java.time.Instant;
import java.util.UUID;

/**
 * A customer. Public, since JDBI binds its components.
 *
 * @param id the {@code oid} of their tokens
 * @param version counts the changes, from 1
 */
public record Customer(UUID id, Profile profile, int version, Instant registeredAt, Instant updatedAt) {

    static Customer register(UUID id, Profile profile, Instant now) {
        return new Customer(id, profile, 1, now, now);
    }

    /** The customer with another profile; the same customer if it is none. */
    Customer with(Profile changed, Instant now) {
        return changed.equals(profile) ? this : new Customer(id, changed, version + 1, registeredAt, now);
    }

    CustomerRegistered registered() {
        return new CustomerRegistered(id, profile.contact(), version, registeredAt);
    }

    CustomerUpdated updated() {
        return new CustomerUpdated(id, profile.contact(), version, updatedAt);
    }
}
