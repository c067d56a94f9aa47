package dev.quayside.shared.events;

/** A message that can never be handled: thrown until Service Bus moves it to the dead-letter queue. */
public final class MalformedEventException extends RuntimeException {

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
