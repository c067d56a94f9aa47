package dev.quayside.local;

import dev.quayside.local.identity.Identity;
import dev.quayside.local.identity.Issuer;
import dev.quayside.local.outside.OutsideSystems;
import dev.quayside.local.postgres.LocalPostgres;
import java.util.LinkedHashMap;
import java.util.Map;

/** The app settings, under the names that they have in Azure. */
final class AppSettings {
    private AppSettings() {}

    /** The settings of every app on this platform; an app adds its own database user. */
    static Map<String, String> of(
            Ports ports,
            OutsideSystems outside,
            String serviceBusConnection,
            String pubSubConnection,
            String storageConnection) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("DATABASE_URL", LocalPostgres.url(ports.postgres(), "quayside"));
        settings.put("DATABASE_PASSWORD", "local");
        settings.put("ServiceBus", serviceBusConnection);
        settings.put("WEBPUBSUB_CONNECTION", pubSubConnection);
        settings.put("STORAGE_CONNECTION", storageConnection);
        settings.put("EXTERNAL_ID_ISSUER", Issuer.EXTERNAL.url(ports.identity()));
        settings.put("EXTERNAL_ID_JWKS_URI", Issuer.EXTERNAL.jwksUri(ports.identity()));
        settings.put("EXTERNAL_ID_AUDIENCE", Identity.AUDIENCE);
        settings.put("ENTRA_ID_ISSUER", Issuer.ENTRA.url(ports.identity()));
        settings.put("ENTRA_ID_JWKS_URI", Issuer.ENTRA.jwksUri(ports.identity()));
        settings.put("ENTRA_ID_AUDIENCE", Identity.AUDIENCE);
        // The front door: there is nothing between it and the apps.
        settings.put("TRUSTED_PROXIES", "1");
        String outsideUrl = "http://127.0.0.1:" + outside.port();
        settings.put("PAYMENT_GATEWAY_URL", outsideUrl + "/payments");
        settings.put("PAYMENT_GATEWAY_KEY", outside.apiKey());
        settings.put("SHIPPING_URL", outsideUrl + "/shipping");
        settings.put("SHIPPING_KEY", outside.apiKey());
        settings.put("MAIL_URL", outsideUrl + "/mail");
        settings.put("MAIL_KEY", outside.apiKey());
        settings.put("SMS_URL", outsideUrl + "/sms");
        settings.put("SMS_KEY", outside.apiKey());
        return settings;
    }
}
