package dev.quayside.catalog;

import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.storage.BlobSettings;
import java.time.Duration;

/**
 * What the catalog app needs to know of where it runs.
 *
 * @param reservationLife how long stock is set aside for an order that is not paid
 */
record CatalogSettings(
        DatabaseSettings database,
        ServiceBusSettings serviceBus,
        BlobSettings blobs,
        AuthSettings auth,
        Duration reservationLife) {

    private static final String SCHEMA = "products";

    static CatalogSettings read(Settings settings) {
        return new CatalogSettings(
                DatabaseSettings.read(settings, SCHEMA),
                ServiceBusSettings.read(settings),
                BlobSettings.read(settings),
                AuthSettings.read(settings),
                Duration.ofMinutes(settings.integer("RESERVATION_MINUTES", 60, 1, 7 * 24 * 60)));
    }
}
