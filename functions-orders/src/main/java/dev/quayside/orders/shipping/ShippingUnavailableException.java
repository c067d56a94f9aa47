package dev.quayside.orders.shipping;

/** The shipping service did not answer, or not as agreed: nothing is known, and asking again is safe. */
final class ShippingUnavailableException extends RuntimeException {

    ShippingUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
