package dev.quayside.audit.chain;

/** A document is no anchor, or nobody we trust signed it; the message is one sentence that says why. */
public final class InvalidAnchorException extends RuntimeException {

    InvalidAnchorException(String message, Throwable cause) {
        super(message, cause);
    }
}
