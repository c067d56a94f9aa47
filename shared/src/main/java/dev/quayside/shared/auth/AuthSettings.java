package dev.quayside.shared.auth;

import dev.quayside.shared.config.Settings;
import java.net.URI;

/** Whose tokens are accepted: the customers' tenant (Entra External ID) and the company's (Entra ID). */
public record AuthSettings(Issuer external, Issuer entra) {

    /**
     * One issuer of tokens.
     *
     * @param issuer exact value of {@code iss}; with Entra it contains the tenant, so another tenant's tokens fail
     * @param jwksUri where its signing keys are
     * @param audience required in {@code aud}
     */
    public record Issuer(String issuer, URI jwksUri, String audience) {

        static Issuer read(Settings settings, String prefix) {
            return new Issuer(
                    settings.text(prefix + "_ISSUER"),
                    settings.uri(prefix + "_JWKS_URI"),
                    settings.text(prefix + "_AUDIENCE"));
        }
    }

    public static AuthSettings read(Settings settings) {
        return new AuthSettings(Issuer.read(settings, "EXTERNAL_ID"), Issuer.read(settings, "ENTRA_ID"));
    }
}
