package dev.quayside.local.identity;

/** The two tenants that issue tokens. */
public enum Issuer {
    /** Entra External ID: clients. */
    EXTERNAL("external", "e0000000-0000-4000-8000-00000000000e"),
    /** Entra ID: employees and services. */
    ENTRA("entra", "c0000000-0000-4000-8000-00000000000c");

    private final String path;
    private final String tenantId;

    Issuer(String path, String tenantId) {
        this.path = path;
        this.tenantId = tenantId;
    }

    /** The first part of the issuer's path, which is also its id in mock-oauth2-server. */
    String path() {
        return path;
    }

    String tenantId() {
        return tenantId;
    }

    /** The {@code iss} claim when identity listens on {@code port}. */
    public String url(int port) {
        return "http://localhost:" + port + "/" + path;
    }

    /** Where the public keys are when identity listens on {@code port}. */
    public String jwksUri(int port) {
        return url(port) + "/jwks";
    }
}
