package dev.quayside.local.servicebus.broker;

/** A receiver that takes messages from one queue or session. Called on the broker's thread only. */
public interface Consumer {

    /** Whether one more message fits: it has credit, and its connection keeps up. */
    boolean canTake();

    /** Whether messages are gone once delivered (receive-and-delete) rather than locked (peek-lock). */
    boolean deletesOnDelivery();

    /** Sets one unit of credit aside for a message that {@link #deliver} brings when it is deleted. */
    void reserve();

    /** Hands over a message, locked or already deleted. */
    void deliver(QueuedMessage message);

    /** The session that it received from was lost: no more messages will come. */
    void sessionLost();
}
