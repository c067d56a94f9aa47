package dev.quayside.notifications.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * One way by which a customer was told, as employees see it. It shows no address: that is the customer's profile's.
 *
 * @param status as stored; {@code DELIVERED} for the app
 * @param reason why it failed or was skipped; absent otherwise
 * @param nextAttemptAt absent if none is to come
 * @param providerId the provider's id of the message; absent unless delivered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryView(
        String channel,
        String status,
        String reason,
        Instant nextAttemptAt,
        String providerId,
        List<AttemptView> attempts) {

    /**
     * One call to a provider.
     *
     * @param endedAt absent while it runs, and if nobody heard the answer
     * @param detail why not; absent if all is well
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptView(int number, Instant begunAt, Instant endedAt, String outcome, String detail) {}

    static DeliveryView inApp(boolean told) {
        return new DeliveryView("IN_APP", told ? "DELIVERED" : "FAILED", null, null, null, List.of());
    }
}
