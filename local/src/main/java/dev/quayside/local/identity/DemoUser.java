package dev.quayside.local.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Someone who can sign in on the local platform; the ids never change, so data of earlier runs stays theirs. */
public enum DemoUser {
    ALICE(Issuer.EXTERNAL, "a11ce000-0000-4000-8000-000000000001", "Alice Larsen", ""),
    BOB(Issuer.EXTERNAL, "b0b00000-0000-4000-8000-000000000002", "Bob Okafor", ""),
    ADMIN(Issuer.ENTRA, "ad000000-0000-4000-8000-000000000003", "Ada Admin", "admin"),
    AGENT(Issuer.ENTRA, "a9000000-0000-4000-8000-000000000004", "Gene Agent", "customer-service"),
    MANAGER(Issuer.ENTRA, "0ade0000-0000-4000-8000-000000000005", "Mona Manager", "order-manager"),
    /** An application, not a person: an outside system that produces orders and events. */
    PRODUCER(Issuer.ENTRA, "f00d0000-0000-4000-8000-000000000006", "producer", "event-producer");

    private final Issuer issuer;
    private final String objectId;
    private final String fullName;
    /** Empty for a client. */
    private final String role;

    DemoUser(Issuer issuer, String objectId, String fullName, String role) {
        this.issuer = issuer;
        this.objectId = objectId;
        this.fullName = fullName;
        this.role = role;
    }

    /** The user of that name, as it stands in a URL. */
    public static Optional<DemoUser> named(String login) {
        for (DemoUser user : values()) {
            if (user.login().equals(login)) {
                return Optional.of(user);
            }
        }
        return Optional.empty();
    }

    public String login() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The {@code oid} claim; for a client also the customer id. */
    public String objectId() {
        return objectId;
    }

    public Issuer issuer() {
        return issuer;
    }

    /** The claims of this user that both tenants would put into an access token, beside the standard ones. */
    Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", objectId);
        claims.put("oid", objectId);
        claims.put("tid", issuer.tenantId());
        claims.put("ver", "2.0");
        if (this == PRODUCER) {
            claims.put("idtyp", "app");
            claims.put("azp", objectId);
            claims.put("appid", objectId);
        } else {
            claims.put("name", fullName);
            claims.put("email", login() + (issuer == Issuer.EXTERNAL ? "@example.com" : "@quayside.example"));
        }
        if (!role.isEmpty()) {
            claims.put("roles", List.of(role));
        }
        return claims;
    }
}
