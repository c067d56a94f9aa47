package dev.quayside.local.servicebus.broker;

/** A receiver that asks for a session, and hears once whether it got one. */
public interface SessionRequest {

    /** The session wanted; {@code null} for the next that has messages and is free. */
    String sessionId();

    /** When it stops waiting for a free one, in milliseconds since the epoch. */
    long deadline();

    /** Whether its connection still wants it. */
    boolean isWanted();

    /** It got the session, and now has to receive with this consumer. */
    Consumer granted(MessageSession session);

    void refused(BrokerException reason);
}
