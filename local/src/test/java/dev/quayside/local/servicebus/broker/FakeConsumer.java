package dev.quayside.local.servicebus.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A receiver that remembers what it got. */
final class FakeConsumer implements Consumer {

    private final boolean deletes;
    private final List<String> bodies = new ArrayList<>();
    private int credit;
    private QueuedMessage last;
    private UUID lastToken;

    FakeConsumer(int credit, boolean deletes) {
        this.credit = credit;
        this.deletes = deletes;
    }

    @Override
    public boolean canTake() {
        return credit > 0;
    }

    @Override
    public boolean deletesOnDelivery() {
        return deletes;
    }

    @Override
    public void reserve() {
        credit--;
    }

    @Override
    public void deliver(QueuedMessage message) {
        if (!deletes) {
            credit--;
        }
        last = message;
        lastToken = message.lockToken();
        bodies.add(new String(message.bytes(), UTF_8));
    }

    @Override
    public void sessionLost() {
        bodies.add("(session lost)");
    }

    void addCredit(int more) {
        credit += more;
    }

    List<String> bodies() {
        return bodies;
    }

    QueuedMessage lastMessage() {
        return last;
    }

    /** The lock on what came last. */
    UUID last() {
        return lastToken;
    }
}
