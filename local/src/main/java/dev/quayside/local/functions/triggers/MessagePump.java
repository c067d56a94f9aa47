package dev.quayside.local.functions.triggers;

/** Receives for one function until it is stopped. */
interface MessagePump extends AutoCloseable {
    void start();

    /** Receives no more; what is being handled goes on and is settled. */
    void stop();

    @Override
    void close();
}
