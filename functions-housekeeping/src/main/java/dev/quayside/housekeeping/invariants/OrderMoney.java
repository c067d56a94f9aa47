package dev.quayside.housekeeping.invariants;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.UUID;

/**
 * What an order says of its money, and what its own payment has. Payments and refunds that employees make besides are
 * their decision: they never make a difference.
 *
 * @param payment null if it has none
 */
record OrderMoney(UUID orderId, String status, long total, String currency, Payment payment) {

    /** Money taken for an order; minor units. */
    record Payment(String currency, long captured, long refunding, long refunded) {

        /** What is neither given back nor on its way. */
        long kept() {
            return captured - refunding - refunded;
        }
    }

    /** An order whose money is not what it should be. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Difference(UUID orderId, String status, long total, String currency, Payment payment, String what) {}

    Optional<Difference> difference() {
        return Optional.ofNullable(what()).map(what -> new Difference(orderId, status, total, currency, payment, what));
    }

    private String what() {
        return switch (status) {
            case "PAID", "CONFIRMED", "SHIPPED", "DELIVERED" -> paid();
            case "REJECTED", "CANCELLED" ->
                payment != null && payment.kept() != 0 ? "money of a called-off order is kept" : null;
            // Money may or may not have been taken yet; orders that stay there are stuck, which is shown elsewhere.
            default -> null;
        };
    }

    private String paid() {
        if (payment == null) {
            return "it has no payment";
        }
        if (payment.captured != total) {
            return "another amount was captured";
        }
        return payment.currency.equals(currency) ? null : "it was paid in another currency";
    }
}
