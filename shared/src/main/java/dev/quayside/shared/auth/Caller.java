package dev.quayside.shared.auth;

import java.util.Set;
import java.util.UUID;

/**
 * Who calls, as their verified token says.
 *
 * @param kind client, employee or service
 * @param id the token's {@code oid}; for a client it is the customer id
 * @param roles what the caller may be; empty for an employee without any
 */
public record Caller(Kind kind, UUID id, Set<Role> roles) {

    /** Where a caller comes from. */
    public enum Kind {
        CLIENT,
        EMPLOYEE,
        SERVICE
    }

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    public boolean isClient() {
        return kind == Kind.CLIENT;
    }

    /** Names the caller in records of who did what, {@code client:0190…}. */
    public String reference() {
        return switch (kind) {
            case CLIENT -> "client:" + id;
            case EMPLOYEE -> "employee:" + id;
            case SERVICE -> "service:" + id;
        };
    }
}
