package dev.quayside.shared.events;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.config.Settings;

/**
 * How an app reaches Service Bus: by its managed identity, or with a connection string. The names are those that the
 * Functions host reads for triggers with {@code connection = "ServiceBus"}.
 *
 * @param namespace host name of the namespace; null with a connection string
 * @param clientId of a user-assigned identity; null for the system-assigned one
 * @param connectionString null with a namespace
 */
public record ServiceBusSettings(String namespace, String clientId, Secret connectionString) {

    public static ServiceBusSettings read(Settings settings) {
        String namespace =
                settings.optional("ServiceBus__fullyQualifiedNamespace").orElse(null);
        return new ServiceBusSettings(
                namespace,
                settings.optional("ServiceBus__clientId").orElse(null),
                namespace == null ? settings.secret("ServiceBus") : null);
    }
}
