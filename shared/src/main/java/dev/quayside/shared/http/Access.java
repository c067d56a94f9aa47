package dev.quayside.shared.http;

import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.auth.Role;
import java.util.Set;

/**
 * Who may call a route.
 *
 * @param roles any one of them suffices
 */
public record Access(Set<Role> roles) {

    public Access {
        roles = Set.copyOf(roles);
    }

    public static Access to(Role... roles) {
        return new Access(Set.of(roles));
    }

    boolean allows(Caller caller) {
        return roles.stream().anyMatch(caller::has);
    }
}
