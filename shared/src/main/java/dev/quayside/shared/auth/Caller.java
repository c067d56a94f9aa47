package dev.quayside.shared.auth;

import java.util.Set;
import java.util.UUID;

/**
 * Who calls, as their verified token says.
 *
 * @param kind client, employee or service
 * @param id the token's {@code oid}; for a client it is the customer id
 * @param roles what the caller may be; empty for an employee without any
 * @param profile what the token says of the person; it decides nothing
 */
public record Caller(Kind kind, UUID id, Set<Role> roles, Profile profile) {

    /** Where a caller comes from. */
    public enum Kind {
        CLIENT,
        EMPLOYEE,
        SERVICE
    }

    /**
     * What a token says of the person it was given to, as it stands there: of any length and form. Personal data.
     *
     * @param name null if the token does not say
     * @param email null if the token does not say
     * @param locale null if the token does not say
     */
    public record Profile(String name, String email, String locale) {

        static final Profile UNKNOWN = new Profile(null, null, null);

        @Override
        public String toString() {
            return "Profile";
        }
    }

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** A caller of whom the token says nothing more. */
    public Caller(Kind kind, UUID id, Set<Role> roles) {
        this(kind, id, roles, Profile.UNKNOWN);
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
