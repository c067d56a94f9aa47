package dev.quayside.shared.auth;

import java.util.Optional;

/** What a caller may be. The portal's customers have {@link #CLIENT}; the others come from the claim {@code roles}. */
public enum Role {
    CLIENT(null),
    ADMIN("admin"),
    CUSTOMER_SERVICE("customer-service"),
    ORDER_MANAGER("order-manager"),
    EVENT_PRODUCER("event-producer");

    private final String claim;

    Role(String claim) {
        this.claim = claim;
    }

    /** The role that a value of the claim {@code roles} names; empty for one that we do not know. */
    static Optional<Role> ofClaim(String value) {
        for (Role role : values()) {
            if (value.equals(role.claim)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
