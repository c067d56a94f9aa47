package dev.quayside.local.pubsub;

import java.time.Duration;

/**
 * How far the service bears with a client.
 *
 * @param recovery how long a reliable client may stay away before it is forgotten
 * @param unacknowledged how many messages are kept for a reliable client that does not acknowledge them
 * @param unacknowledgedBytes how many bytes of such messages are kept
 * @param waitingBytes how much waits for any other client whose socket takes no more
 * @param goodbye how long a client may take to read what was written before its connection was closed
 */
record Limits(Duration recovery, int unacknowledged, long unacknowledgedBytes, long waitingBytes, Duration goodbye) {

    private static final long MEBIBYTE = 1024 * 1024;

    /** Recovery and unacknowledged messages as Azure documents them; the others are ours. */
    static final Limits SERVICE =
            new Limits(Duration.ofMinutes(1), 1_000, 16 * MEBIBYTE, 4 * MEBIBYTE, Duration.ofSeconds(5));

    /** The largest message, from a client or over REST, in bytes. */
    static final int MESSAGE_BYTES = (int) MEBIBYTE;
}
