package dev.quayside.local.pubsub;

/** A token is missing or must not be trusted. The message says why, for developers; it repeats nothing of the token. */
final class UnauthorizedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnauthorizedException(String message) {
        super(message);
    }

    UnauthorizedException(String message, Throwable cause) {
        super(message, cause);
    }
}
