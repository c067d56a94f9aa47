package dev.quayside.notifications.live;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How Web PubSub is reached: by the app's managed identity, or with a connection string.
 *
 * @param endpoint null with a connection string
 * @param clientId of a user-assigned identity; null for the system-assigned one
 * @param connection null with an endpoint
 * @param openFor how long a client may wait to connect with what it was given
 */
public record LiveSettings(URI endpoint, String clientId, Secret connection, Duration openFor) {

    /** Empty if neither an endpoint nor a connection string is set: then nothing is pushed. */
    public static Optional<LiveSettings> read(Settings settings) {
        Duration openFor = Duration.ofMinutes(settings.integer("WEBPUBSUB_OPEN_MINUTES", 60, 1, 1_440));
        if (settings.optional("WEBPUBSUB_ENDPOINT").isPresent()) {
            String clientId = settings.optional("WEBPUBSUB_CLIENT_ID").orElse(null);
            return Optional.of(new LiveSettings(settings.uri("WEBPUBSUB_ENDPOINT"), clientId, null, openFor));
        }
        return settings.optional("WEBPUBSUB_CONNECTION")
                .map(set -> new LiveSettings(null, null, settings.secret("WEBPUBSUB_CONNECTION"), openFor));
    }
}
