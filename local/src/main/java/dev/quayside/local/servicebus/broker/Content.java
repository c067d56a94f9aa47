package dev.quayside.local.servicebus.broker;

/** The bytes of a message, shared by all queues that hold it; in memory as long as there is room. */
final class Content {

    private final long id;
    private final int size;
    private byte[] bytes;
    private int references;

    Content(long id, int size, byte[] bytes) {
        this.id = id;
        this.size = size;
        this.bytes = bytes;
    }

    long id() {
        return id;
    }

    int size() {
        return size;
    }

    /** The bytes, or {@code null} while they are in the database only. */
    byte[] bytes() {
        return bytes;
    }

    void bytes(byte[] loaded) {
        this.bytes = loaded;
    }

    void retain() {
        references++;
    }

    /** Whether that was the last one. */
    boolean release() {
        return --references == 0;
    }
}
