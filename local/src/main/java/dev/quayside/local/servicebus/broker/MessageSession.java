package dev.quayside.local.servicebus.broker;

/** The messages of one session id, the receiver that holds it, and the state its application keeps. */
public final class MessageSession {

    private final String id;
    private final Lane lane;
    private byte[] state;
    private Consumer holder;
    private long lockedUntil;

    MessageSession(String id, Lane lane) {
        this.id = id;
        this.lane = lane;
    }

    public String id() {
        return id;
    }

    /** Until when its receiver holds it, in milliseconds since the epoch. */
    public long lockedUntil() {
        return lockedUntil;
    }

    Lane lane() {
        return lane;
    }

    byte[] state() {
        return state;
    }

    void state(byte[] changed) {
        this.state = changed;
    }

    Consumer holder() {
        return holder;
    }

    boolean isHeld() {
        return holder != null;
    }

    void hold(Consumer consumer, long until) {
        holder = consumer;
        lockedUntil = until;
        lane.attach(consumer);
    }

    void extend(long until) {
        lockedUntil = until;
    }

    void release() {
        lane.detach(holder);
        holder = null;
        lockedUntil = 0;
    }

    boolean isIdle() {
        return lane.isEmpty() && holder == null && state == null;
    }
}
