package dev.quayside.customers;

import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.storage.BlobSettings;

/** All settings of this app: those that every app has. */
record CustomersSettings(
        DatabaseSettings database, ServiceBusSettings serviceBus, AuthSettings auth, BlobSettings blobs) {

    private static final String SCHEMA = "customers";

    static CustomersSettings read(Settings settings) {
        return new CustomersSettings(
                DatabaseSettings.read(settings, SCHEMA),
                ServiceBusSettings.read(settings),
                AuthSettings.read(settings),
                BlobSettings.read(settings));
    }
}
