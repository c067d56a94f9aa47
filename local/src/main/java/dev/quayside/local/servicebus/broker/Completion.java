package dev.quayside.local.servicebus.broker;

/** Hears how a request ended: with {@code null} when it is done and durable, else with the reason. */
@FunctionalInterface
public interface Completion {

    void ended(BrokerException failure);
}
