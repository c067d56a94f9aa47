package dev.quayside.shared.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.config.ConfigurationException;
import dev.quayside.shared.config.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlobSettingsTest {

    @Test
    void a_connection_string_is_enough() {
        BlobSettings settings = Settings.of(Map.of("STORAGE_CONNECTION", "secret"), BlobSettings::read);

        assertThat(settings.connectionString().reveal()).isEqualTo("secret");
        assertThat(settings.endpoint()).isNull();
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void with_an_endpoint_the_managed_identity_is_used() {
        BlobSettings settings = Settings.of(
                Map.of(
                        "STORAGE_ENDPOINT",
                        "https://quayside.blob.core.windows.net",
                        "STORAGE_CLIENT_ID",
                        "identity",
                        "STORAGE_CONNECTION",
                        "not used"),
                BlobSettings::read);

        assertThat(settings)
                .isEqualTo(new BlobSettings(URI.create("https://quayside.blob.core.windows.net"), "identity", null));
    }

    @Test
    void without_either_the_fault_is_named() {
        assertThatThrownBy(() -> Settings.of(Map.of(), BlobSettings::read))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("STORAGE_CONNECTION is missing");
        assertThatThrownBy(() -> Settings.of(Map.of("STORAGE_ENDPOINT", "account"), BlobSettings::read))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("STORAGE_ENDPOINT must be an http or https address");
    }
}
