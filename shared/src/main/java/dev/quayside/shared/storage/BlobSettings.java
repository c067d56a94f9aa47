package dev.quayside.shared.storage;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.config.Settings;
import java.net.URI;

/**
 * How an app reaches Blob Storage: by its managed identity, or with a connection string.
 *
 * @param endpoint of the storage account, {@code https://<account>.blob.core.windows.net}; null with a connection string
 * @param clientId of a user-assigned identity; null for the system-assigned one
 * @param connectionString null with an endpoint
 */
public record BlobSettings(URI endpoint, String clientId, Secret connectionString) {

    public static BlobSettings read(Settings settings) {
        boolean byIdentity = settings.optional("STORAGE_ENDPOINT").isPresent();
        return new BlobSettings(
                byIdentity ? settings.uri("STORAGE_ENDPOINT") : null,
                settings.optional("STORAGE_CLIENT_ID").orElse(null),
                byIdentity ? null : settings.secret("STORAGE_CONNECTION"));
    }
}
