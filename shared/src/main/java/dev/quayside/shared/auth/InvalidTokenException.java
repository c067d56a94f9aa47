package dev.quayside.shared.auth;

/** The token is missing, forged, expired or not for us. The message is for our log, not for the caller. */
public final class InvalidTokenException extends RuntimeException {

    InvalidTokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
