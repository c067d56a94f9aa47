package dev.quayside.orders.shipping;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.config.Settings;
import java.net.URI;

/** How the shipping service is reached. */
public record ShippingSettings(URI url, Secret key) {

    public static ShippingSettings read(Settings settings) {
        return new ShippingSettings(settings.uri("SHIPPING_URL"), settings.secret("SHIPPING_KEY"));
    }
}
