package dev.quayside.notifications.content;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

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
    MESSAGE("message"),
    EXPORT_READY("export-ready"),
    ERASURE_REQUESTED("erasure-requested");

    /** What the law wants customers told: nobody can switch it off, and no employee sends it. */
    private static final Set<Kind> LEGAL = Set.of(EXPORT_READY, ERASURE_REQUESTED);

    private final String slug;

    Kind(String slug) {
        this.slug = slug;
    }

    /** Its name in the API, in events, and of its folder of templates. */
    public String slug() {
        return slug;
    }

    /** Whether customers choose by which ways they are told. */
    public boolean isChosen() {
        return !LEGAL.contains(this);
    }

    public static Optional<Kind> named(String slug) {
        return Arrays.stream(values()).filter(kind -> kind.slug.equals(slug)).findFirst();
    }
}
