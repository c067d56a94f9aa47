package dev.quayside.customers.searching;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A customer in a list for employees. Personal data.
 *
 * @param segment absent if no rule fits
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FoundCustomer(UUID id, String name, String email, String phone, String segment, Instant registeredAt) {

    @Override
    public String toString() {
        return "FoundCustomer[" + id + "]";
    }
}
