package dev.quayside.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.config.ConfigurationException;
import dev.quayside.shared.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaymentsSettingsTest {

    @Test
    void only_the_gateway_has_to_be_named() {
        PaymentsSettings settings = Settings.of(
                Map.of("PAYMENT_GATEWAY_URL", "https://pay.example/v1", "PAYMENT_GATEWAY_KEY", "secret"),
                PaymentsSettings::read);

        assertThat(settings.gateway().url()).isEqualTo(URI.create("https://pay.example/v1"));
        assertThat(settings.gatewayTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.settling()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.customerServiceRefundLimit()).isEqualTo(10_000);
        assertThat(settings.reconciledAtOnce()).isEqualTo(1_000);
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void every_fault_is_told_at_once_without_values() {
        Map<String, String> wrong = Map.of(
                "PAYMENT_GATEWAY_URL", "ftp://pay.example",
                "PAYMENT_GATEWAY_TIMEOUT_SECONDS", "16",
                "PAYMENT_SETTLING_SECONDS", "1",
                "REFUND_LIMIT_CUSTOMER_SERVICE", "-1",
                "RECONCILIATION_PAGE", "many");

        assertThatThrownBy(() -> Settings.of(wrong, PaymentsSettings::read))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "PAYMENT_GATEWAY_URL",
                        "PAYMENT_GATEWAY_KEY",
                        "PAYMENT_GATEWAY_TIMEOUT_SECONDS",
                        "PAYMENT_SETTLING_SECONDS",
                        "REFUND_LIMIT_CUSTOMER_SERVICE",
                        "RECONCILIATION_PAGE")
                .hasMessageNotContaining("ftp");
    }
}
