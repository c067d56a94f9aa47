package dev.quayside.local.servicebus.store;

/** Where a message stands in its queue. */
public enum MessageState {
    ACTIVE(0),
    DEFERRED(1),
    SCHEDULED(2);

    private final short code;

    MessageState(int code) {
        this.code = (short) code;
    }

    /** The number that stands for it, both in the tables and in AMQP. */
    public short code() {
        return code;
    }

    static MessageState of(int code) {
        for (MessageState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("no message state " + code);
    }
}
