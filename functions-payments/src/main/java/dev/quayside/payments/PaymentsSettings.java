package dev.quayside.payments;

import dev.quayside.payments.gateway.GatewaySettings;
import dev.quayside.shared.config.Settings;
import java.time.Duration;

/**
 * What is particular to this app.
 *
 * @param gatewayTimeout how long to wait for the gateway's answer
 * @param settling how long after it was sent a charge may still arrive at the gateway
 * @param customerServiceRefundLimit most that customer service may have refunded of one payment, in minor units
 * @param reconciledAtOnce most charges on a page of the reconciliation
 */
record PaymentsSettings(
        GatewaySettings gateway,
        Duration gatewayTimeout,
        Duration settling,
        long customerServiceRefundLimit,
        int reconciledAtOnce) {

    static PaymentsSettings read(Settings settings) {
        return new PaymentsSettings(
                GatewaySettings.read(settings),
                Duration.ofSeconds(settings.integer("PAYMENT_GATEWAY_TIMEOUT_SECONDS", 5, 1, 15)),
                Duration.ofSeconds(settings.integer("PAYMENT_SETTLING_SECONDS", 120, 30, 86_400)),
                settings.integer("REFUND_LIMIT_CUSTOMER_SERVICE", 10_000, 0, Integer.MAX_VALUE),
                settings.integer("RECONCILIATION_PAGE", 1_000, 1, 10_000));
    }
}
