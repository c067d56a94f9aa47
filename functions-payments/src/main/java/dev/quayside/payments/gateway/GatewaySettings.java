package dev.quayside.payments.gateway;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.config.Settings;
import java.net.URI;

/**
 * How the payment gateway is reached.
 *
 * @param url base address, without a slash at the end
 * @param key our key, sent as a bearer token
 */
public record GatewaySettings(URI url, Secret key) {

    public static GatewaySettings read(Settings settings) {
        return new GatewaySettings(settings.uri("PAYMENT_GATEWAY_URL"), settings.secret("PAYMENT_GATEWAY_KEY"));
    }
}
