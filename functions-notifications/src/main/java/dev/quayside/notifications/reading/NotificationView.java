package dev.quayside.notifications.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A notification as callers see it, and as it is pushed to the portal.
 *
 * @param event the kind, {@code order-shipped}
 * @param title absent if the notification could not be written
 * @param text absent if the notification could not be written
 * @param orderId absent if it is about no order
 * @param readAt absent as long as it is unread
 * @param customerId for employees only
 * @param failure why it could not be written; for employees only
 * @param deliveries the ways by which it was told; for employees only, and absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationView(
        UUID id,
        String event,
        String language,
        String title,
        String text,
        UUID orderId,
        Instant createdAt,
        Instant readAt,
        UUID customerId,
        String failure,
        List<DeliveryView> deliveries) {

    /** As the customer sees it. */
    public NotificationView forCustomer() {
        return new NotificationView(id, event, language, title, text, orderId, createdAt, readAt, null, null, null);
    }

    NotificationView with(List<DeliveryView> ways) {
        return new NotificationView(
                id, event, language, title, text, orderId, createdAt, readAt, customerId, failure, ways);
    }
}
