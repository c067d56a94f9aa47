package dev.quayside.orders;

import dev.quayside.orders.lifecycle.Deadlines;
import dev.quayside.orders.shipping.ShippingSettings;
import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.storage.BlobSettings;
import java.time.Duration;

/** All settings of this app. */
record OrdersSettings(
        DatabaseSettings database,
        ServiceBusSettings serviceBus,
        BlobSettings blobs,
        AuthSettings auth,
        ShippingSettings shipping,
        Deadlines.Patience patience) {

    private static final String SCHEMA = "orders";

    static OrdersSettings read(Settings settings) {
        return new OrdersSettings(
                DatabaseSettings.read(settings, SCHEMA),
                ServiceBusSettings.read(settings),
                BlobSettings.read(settings),
                AuthSettings.read(settings),
                ShippingSettings.read(settings),
                new Deadlines.Patience(
                        Duration.ofSeconds(settings.integer("ORDER_NUDGE_SECONDS", 60, 1, 3_600)),
                        Duration.ofMinutes(settings.integer("ORDER_STEP_DEADLINE_MINUTES", 15, 1, 10_080))));
    }
}
