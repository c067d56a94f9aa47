package dev.quayside.local.servicebus.broker;

/** A request that the broker refuses, with the condition that the client's SDK understands. */
public final class BrokerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; the AMQP error condition and the status code of a management answer. */
    public enum Reason {
        ARGUMENT("com.microsoft:argument-error", 400),
        ENTITY_EXISTS("com.microsoft:entity-already-exists", 409),
        ENTITY_NOT_FOUND("amqp:not-found", 404),
        INTERNAL("amqp:internal-error", 500),
        LOCK_LOST("com.microsoft:message-lock-lost", 410),
        MESSAGE_NOT_FOUND("com.microsoft:message-not-found", 404),
        MESSAGE_TOO_LARGE("amqp:link:message-size-exceeded", 413),
        NOT_ALLOWED("amqp:not-allowed", 400),
        NOT_IMPLEMENTED("amqp:not-implemented", 501),
        SERVER_BUSY("com.microsoft:server-busy", 503),
        SESSION_HELD("com.microsoft:session-cannot-be-locked", 409),
        SESSION_LOCK_LOST("com.microsoft:session-lock-lost", 410),
        TIMEOUT("com.microsoft:timeout", 408);

        private final String condition;
        private final int statusCode;

        Reason(String condition, int statusCode) {
            this.condition = condition;
            this.statusCode = statusCode;
        }

        public String condition() {
            return condition;
        }

        public int statusCode() {
            return statusCode;
        }
    }

    private final Reason reason;

    public BrokerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
