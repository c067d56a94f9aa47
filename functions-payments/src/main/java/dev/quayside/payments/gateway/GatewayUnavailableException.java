package dev.quayside.payments.gateway;

/** The gateway gave no usable answer to a question that moves no money. */
public final class GatewayUnavailableException extends RuntimeException {

    public GatewayUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
