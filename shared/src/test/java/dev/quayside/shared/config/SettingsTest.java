package dev.quayside.shared.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.ServiceBusSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void defaults_are_used_where_nothing_is_set() {
        DatabaseSettings database = Settings.of(
                Map.of("DATABASE_URL", "jdbc:postgresql://db/quayside", "DATABASE_PASSWORD", "pw"),
                settings -> DatabaseSettings.read(settings, "orders"));

        assertThat(database.user()).isEqualTo("orders_app");
        assertThat(database.httpConnections()).isEqualTo(8);
        assertThat(database.messageConnections()).isEqualTo(16);
        assertThat(database.prepareThreshold()).isEqualTo(5);
        assertThat(database.password().reveal()).isEqualTo("pw");
    }

    @Test
    void every_value_that_is_set_is_used() {
        DatabaseSettings database = Settings.of(
                Map.of(
                        "DATABASE_URL", "jdbc:postgresql://db/quayside",
                        "DATABASE_USER", "someone",
                        "DATABASE_PASSWORD", "pw",
                        "DATABASE_HTTP_CONNECTIONS", "7",
                        "DATABASE_MESSAGE_CONNECTIONS", "8",
                        "DATABASE_PREPARE_THRESHOLD", "0"),
                settings -> DatabaseSettings.read(settings, "orders"));

        assertThat(database.user()).isEqualTo("someone");
        assertThat(database.httpConnections()).isEqualTo(7);
        assertThat(database.messageConnections()).isEqualTo(8);
        assertThat(database.prepareThreshold()).isZero();
    }

    @Test
    void all_faults_are_told_at_once_by_name_and_without_values() {
        Map<String, String> wrong = Map.of(
                "DATABASE_HTTP_CONNECTIONS", "many-secret",
                "DATABASE_PASSWORD", "keyvault:db-password",
                "ENTRA_ID_JWKS_URI", "ftp://secret");

        assertThatThrownBy(() -> Settings.of(wrong, settings -> {
                    DatabaseSettings.read(settings, "orders");
                    ServiceBusSettings.read(settings);
                    return AuthSettings.read(settings);
                }))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.faults())
                                .containsExactlyInAnyOrder(
                                        "DATABASE_URL is missing",
                                        "DATABASE_PASSWORD refers to Key Vault, but KEY_VAULT_URL is missing",
                                        "DATABASE_HTTP_CONNECTIONS must be a whole number from 1 to 50",
                                        "ServiceBus is missing",
                                        "EXTERNAL_ID_ISSUER is missing",
                                        "EXTERNAL_ID_JWKS_URI is missing",
                                        "EXTERNAL_ID_AUDIENCE is missing",
                                        "ENTRA_ID_ISSUER is missing",
                                        "ENTRA_ID_JWKS_URI must be an http or https address",
                                        "ENTRA_ID_AUDIENCE is missing"))
                .hasMessageNotContaining("secret");
    }

    @Test
    void service_bus_by_identity_needs_no_connection_string() {
        ServiceBusSettings bus = Settings.of(
                Map.of(
                        "ServiceBus__fullyQualifiedNamespace", "quayside.servicebus.windows.net",
                        "ServiceBus__clientId", "id"),
                ServiceBusSettings::read);

        assertThat(bus.namespace()).isEqualTo("quayside.servicebus.windows.net");
        assertThat(bus.clientId()).isEqualTo("id");
        assertThat(bus.connectionString()).isNull();
    }

    @Test
    void a_secret_does_not_show_its_value() {
        assertThat(Secret.of("value")).hasToString("***");
    }

    @Test
    void a_resolved_secret_is_fetched_again_when_it_is_old_and_kept_while_the_vault_is_away() {
        AtomicInteger fetches = new AtomicInteger();
        SecretResolver.Expiring expiring = new SecretResolver.Expiring(Duration.ZERO, "db", name -> {
            if (fetches.incrementAndGet() == 2) {
                throw new IllegalStateException("vault away");
            }
            return name + fetches.get();
        });

        assertThat(expiring.get()).isEqualTo("db1");
        assertThat(expiring.get()).isEqualTo("db1");
        assertThat(expiring.get()).isEqualTo("db3");
    }

    @Test
    void a_fresh_secret_is_not_fetched_again() {
        AtomicInteger fetches = new AtomicInteger();
        SecretResolver.Expiring expiring =
                new SecretResolver.Expiring(Duration.ofMinutes(5), "db", name -> "v" + fetches.incrementAndGet());

        expiring.get();

        assertThat(expiring.get()).isEqualTo("v1");
    }
}
