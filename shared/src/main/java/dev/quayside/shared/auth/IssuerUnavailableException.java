package dev.quayside.shared.auth;

/** The keys that a token would be checked with cannot be fetched: neither trusted nor refused, try again. */
public final class IssuerUnavailableException extends RuntimeException {

    IssuerUnavailableException(Throwable cause) {
        super("The issuer's signing keys cannot be fetched", cause);
    }
}
