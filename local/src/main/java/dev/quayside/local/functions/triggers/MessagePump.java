package dev.quayside.local.functions.triggers;

/** Receives for one function until it is closed. */
interface MessagePump extends AutoCloseable {
    void start();

    @Override
    void close();
}
