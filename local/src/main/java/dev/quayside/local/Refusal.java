package dev.quayside.local;

/**
 * The platform cannot start, for a reason the user can do something about. The message is one sentence that
 * says what is wrong and, where there is one, the way out; it is shown without a stack trace.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
