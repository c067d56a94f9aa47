package dev.quayside.notifications.content;

import java.util.Arrays;
import java.util.Optional;

/** What customers are told of. Each kind has templates for every channel and language. */
public enum Kind {
    ORDER_CONFIRMED("order-confirmed"),
    ORDER_REJECTED("order-rejected"),
    ORDER_CANCELLED("order-cancelled"),
    ORDER_SHIPPED("order-shipped"),
    ORDER_DELIVERED("order-delivered"),
    PAYMENT_REFUNDED("payment-refunded"),
    PAYMENT_REFUND_FAILED("payment-refund-failed"),
    /** In the words of whoever asks for it. */
    MESSAGE("message");

    private final String slug;

    Kind(String slug) {
        this.slug = slug;
    }

    /** Its name in the API, in events, and of its folder of templates. */
    public String slug() {
        return slug;
    }

    public static Optional<Kind> named(String slug) {
        return Arrays.stream(values()).filter(kind -> kind.slug.equals(slug)).findFirst();
    }
}
