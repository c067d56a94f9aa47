package dev.quayside.payments.gateway;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/** A charge as the gateway lists it; amounts in minor units. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GatewayCharge(
        String id,
        String idempotencyKey,
        String status,
        long amount,
        String currency,
        String reference,
        Instant createdAt) {

    /** Whether money moved. */
    public boolean isCaptured() {
        return "captured".equals(status);
    }
}
