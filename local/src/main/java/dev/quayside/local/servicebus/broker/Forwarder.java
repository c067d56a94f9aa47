package dev.quayside.local.servicebus.broker;

import java.util.List;

/** Takes everything that comes into a queue on to another entity. */
final class Forwarder implements Consumer {

    private final Router router;
    private final Destination target;

    Forwarder(Router router, Destination target) {
        this.router = router;
        this.target = target;
    }

    @Override
    public boolean canTake() {
        return true;
    }

    @Override
    public boolean deletesOnDelivery() {
        return false;
    }

    @Override
    public void reserve() {
        throw new IllegalStateException("A forwarder deletes nothing on delivery.");
    }

    @Override
    public void deliver(QueuedMessage message) {
        router.reroute(List.of(message), target);
    }

    @Override
    public void sessionLost() {
        throw new IllegalStateException("A forwarder holds no session.");
    }
}
