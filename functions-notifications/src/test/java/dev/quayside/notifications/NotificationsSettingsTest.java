package dev.quayside.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.config.ConfigurationException;
import dev.quayside.shared.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationsSettingsTest {

    private static final Map<String, String> LEAST = Map.of(
            "MAIL_URL", "https://mail.example/v1",
            "MAIL_KEY", "secret",
            "SMS_URL", "https://sms.example/v1",
            "SMS_KEY", "secret",
            "STORAGE_CONNECTION", "UseDevelopmentStorage=true;AccountKey=secret");

    private static NotificationsSettings read(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(more);
        return Settings.of(all, NotificationsSettings::read);
    }

    @Test
    void only_the_providers_have_to_be_named() {
        NotificationsSettings settings = read(Map.of());

        assertThat(settings.mail().url()).isEqualTo(URI.create("https://mail.example/v1"));
        assertThat(settings.sms().url()).isEqualTo(URI.create("https://sms.example/v1"));
        assertThat(settings.carrierTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.live()).isEmpty();
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void web_pubsub_is_reached_by_identity_or_by_connection_string() {
        var byConnection = read(Map.of("WEBPUBSUB_CONNECTION", "Endpoint=http://localhost;AccessKey=secret"))
                .live()
                .orElseThrow();
        assertThat(byConnection.connection().reveal()).startsWith("Endpoint=");
        assertThat(byConnection.openFor()).isEqualTo(Duration.ofHours(1));
        assertThat(byConnection.toString()).doesNotContain("secret");

        var byIdentity = read(Map.of(
                        "WEBPUBSUB_ENDPOINT", "https://quayside.webpubsub.azure.com",
                        "WEBPUBSUB_CLIENT_ID", "someone",
                        "WEBPUBSUB_OPEN_MINUTES", "5"))
                .live()
                .orElseThrow();
        assertThat(byIdentity.endpoint()).isEqualTo(URI.create("https://quayside.webpubsub.azure.com"));
        assertThat(byIdentity.clientId()).isEqualTo("someone");
        assertThat(byIdentity.connection()).isNull();
        assertThat(byIdentity.openFor()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void every_fault_is_told_at_once_without_values() {
        Map<String, String> wrong = Map.of(
                "MAIL_URL", "ftp://mail.example",
                "SMS_URL", "ftp://sms.example",
                "CARRIER_TIMEOUT_SECONDS", "31",
                "WEBPUBSUB_ENDPOINT", "ftp://live.example",
                "WEBPUBSUB_OPEN_MINUTES", "0");

        assertThatThrownBy(() -> Settings.of(wrong, NotificationsSettings::read))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "MAIL_URL",
                        "MAIL_KEY",
                        "SMS_URL",
                        "SMS_KEY",
                        "CARRIER_TIMEOUT_SECONDS",
                        "WEBPUBSUB_ENDPOINT",
                        "WEBPUBSUB_OPEN_MINUTES",
                        "STORAGE_CONNECTION")
                .hasMessageNotContaining("ftp");
    }
}
