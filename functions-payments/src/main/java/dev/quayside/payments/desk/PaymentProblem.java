package dev.quayside.payments.desk;

import dev.quayside.shared.http.ProblemType;

/** Why a payment or a refund is refused. */
public enum PaymentProblem implements ProblemType {
    ORDER_CLOSED("order-closed", 409, "The order was rejected or cancelled, nothing can be charged for it"),
    PAYMENT_NOT_CAPTURED("payment-not-captured", 409, "No money was taken with this payment"),
    REFUND_TOO_LARGE("refund-too-large", 422, "More cannot be refunded than is left of the payment"),
    REFUND_LIMIT_EXCEEDED("refund-limit-exceeded", 403, "Customer service may not refund that much of one payment"),
    GATEWAY_UNAVAILABLE("gateway-unavailable", 503, "The payment gateway does not answer, try again later");

    private final String slug;
    private final int status;
    private final String title;

    PaymentProblem(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    @Override
    public String slug() {
        return slug;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
