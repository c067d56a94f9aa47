package dev.quayside.notifications;

import dev.quayside.notifications.delivery.CarrierSettings;
import dev.quayside.notifications.live.LiveSettings;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.storage.BlobSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * What is particular to this app.
 *
 * @param carrierTimeout how long to wait for the answer of a provider of e-mail or text messages
 * @param live empty where nothing is pushed
 */
record NotificationsSettings(
        CarrierSettings mail,
        CarrierSettings sms,
        Duration carrierTimeout,
        Optional<LiveSettings> live,
        BlobSettings blobs) {

    static NotificationsSettings read(Settings settings) {
        return new NotificationsSettings(
                CarrierSettings.read(settings, "MAIL"),
                CarrierSettings.read(settings, "SMS"),
                Duration.ofSeconds(settings.integer("CARRIER_TIMEOUT_SECONDS", 5, 1, 30)),
                LiveSettings.read(settings),
                BlobSettings.read(settings));
    }
}
