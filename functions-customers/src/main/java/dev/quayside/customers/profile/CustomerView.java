package dev.quayside.customers.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.http.Address;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A customer as callers see them; what is not known is absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CustomerView(
        UUID id,
        String name,
        String email,
        String phone,
        String locale,
        String timeZone,
        List<Address> addresses,
        Instant registeredAt,
        Instant updatedAt) {

    static CustomerView of(Customer customer) {
        Profile profile = customer.profile();
        return new CustomerView(
                customer.id(),
                profile.name(),
                profile.email(),
                profile.phone(),
                profile.locale(),
                profile.timeZone(),
                profile.addresses(),
                customer.registeredAt(),
                customer.updatedAt());
    }

    @Override
    public String toString() {
        return "CustomerView[" + id + "]";
    }
}
