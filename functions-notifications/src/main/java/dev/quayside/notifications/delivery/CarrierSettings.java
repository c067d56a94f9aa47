package dev.quayside.notifications.delivery;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.config.Settings;
import java.net.URI;

/**
 * How a provider is reached.
 *
 * @param url base address, without a slash at the end
 * @param key our key, sent as a bearer token
 */
public record CarrierSettings(URI url, Secret key) {

    /** Reads {@code <prefix>_URL} and {@code <prefix>_KEY}. */
    public static CarrierSettings read(Settings settings, String prefix) {
        return new CarrierSettings(settings.uri(prefix + "_URL"), settings.secret(prefix + "_KEY"));
    }
}
