package dev.quayside.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.config.ConfigurationException;
import dev.quayside.shared.config.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomersSettingsTest {

    @Test
    void the_settings_of_every_app_suffice() {
        Map<String, String> values = new HashMap<>(Map.of(
                "DATABASE_URL", "jdbc:postgresql://localhost/quayside",
                "DATABASE_PASSWORD", "secret",
                "ServiceBus__fullyQualifiedNamespace", "quayside.example",
                "STORAGE_ENDPOINT", "https://quayside.blob.example"));
        for (String issuer : new String[] {"EXTERNAL_ID", "ENTRA_ID"}) {
            values.put(issuer + "_ISSUER", "https://login.example/" + issuer);
            values.put(issuer + "_JWKS_URI", "https://login.example/" + issuer + "/keys");
            values.put(issuer + "_AUDIENCE", "api://quayside");
        }

        CustomersSettings settings = Settings.of(values, CustomersSettings::read);

        assertThat(settings.database().user()).isEqualTo("customers_app");
        assertThat(settings.serviceBus().namespace()).isEqualTo("quayside.example");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void every_missing_setting_is_named_at_once() {
        assertThatThrownBy(() -> Settings.of(Map.of(), CustomersSettings::read))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "DATABASE_URL", "DATABASE_PASSWORD", "ServiceBus", "ENTRA_ID_ISSUER", "STORAGE_CONNECTION");
    }
}
