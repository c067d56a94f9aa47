package dev.quayside.audit;

import dev.quayside.audit.anchors.AnchorSettings;
import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.storage.BlobSettings;

/** All that is set from outside. */
record AuditSettings(
        DatabaseSettings database,
        ServiceBusSettings serviceBus,
        AuthSettings auth,
        BlobSettings blobs,
        AnchorSettings anchors) {

    private static final String SCHEMA = "audit";

    static AuditSettings read(Settings settings) {
        return new AuditSettings(
                DatabaseSettings.read(settings, SCHEMA),
                ServiceBusSettings.read(settings),
                AuthSettings.read(settings),
                BlobSettings.read(settings),
                AnchorSettings.read(settings));
    }
}
