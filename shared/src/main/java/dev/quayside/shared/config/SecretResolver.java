package dev.quayside.shared.config;

import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import java.time.Duration;
import java.util.function.Function;

/** Resolves {@code keyvault:<name>} with the app's managed identity; the client is built at first use. */
final class SecretResolver {

    static final String PREFIX = "keyvault:";

    /** How long a rotated secret may still be used: long enough to spare Key Vault, which throttles. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final String vaultUrl;
    private SecretClient client;

    SecretResolver(String vaultUrl) {
        this.vaultUrl = vaultUrl;
    }

    boolean canResolve() {
        return vaultUrl != null && !vaultUrl.isBlank();
    }

    Secret resolve(String reference) {
        String name = reference.substring(PREFIX.length());
        return Secret.of(new Expiring(FRESH, name, this::fetch)::get);
    }

    private synchronized String fetch(String name) {
        if (client == null) {
            client = new SecretClientBuilder()
                    .vaultUrl(vaultUrl)
                    .credential(new ManagedIdentityCredentialBuilder().build())
                    .buildClient();
        }
        return client.getSecret(name).getValue();
    }

    /** One value, fetched anew once it is older than {@code fresh}; the old one serves while Key Vault is away. */
    static final class Expiring {
        private final Duration fresh;
        private final String name;
        private final Function<String, String> fetch;
        private String value;
        private long fetchedAtNanos;

        Expiring(Duration fresh, String name, Function<String, String> fetch) {
            this.fresh = fresh;
            this.name = name;
            this.fetch = fetch;
        }

        synchronized String get() {
            boolean stale = value == null || System.nanoTime() - fetchedAtNanos > fresh.toNanos();
            if (stale) {
                refresh();
            }
            return value;
        }

        private void refresh() {
            try {
                value = fetch.apply(name);
                fetchedAtNanos = System.nanoTime();
            } catch (RuntimeException keyVaultAway) {
                if (value == null) {
                    throw keyVaultAway;
                }
            }
        }
    }
}
