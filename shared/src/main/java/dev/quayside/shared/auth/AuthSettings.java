package dev.quayside.shared.auth;

import dev.quayside.shared.config.Settings;
import java.net.URI;

/**
 * Whom an app believes: of the tokens those of the customers' tenant (Entra External ID) and of the company's (Entra ID),
 * of the addresses that calls are said to come from those that our own proxies tell.
 *
 * @param trustedProxies how many entries of {@code X-Forwarded-For}, from the right, our own proxies have written
 */
public record AuthSettings(Issuer external, Issuer entra, int trustedProxies) {

    /** The gateway and the front end of Azure Functions. */
    private static final int TRUSTED_PROXIES = 2;

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
        return new AuthSettings(
                Issuer.read(settings, "EXTERNAL_ID"),
                Issuer.read(settings, "ENTRA_ID"),
                settings.integer("TRUSTED_PROXIES", TRUSTED_PROXIES, 0, 10));
    }
}
