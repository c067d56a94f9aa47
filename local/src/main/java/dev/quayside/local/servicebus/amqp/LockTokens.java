package dev.quayside.local.servicebus.amqp;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Lock tokens travel as delivery tags in .NET's byte order: the first three groups are reversed. */
final class LockTokens {

    private LockTokens() {}

    static byte[] tag(UUID token) {
        long high = token.getMostSignificantBits();
        int first = Integer.reverseBytes((int) (high >>> 32));
        short second = Short.reverseBytes((short) (high >>> 16));
        short third = Short.reverseBytes((short) high);
        return ByteBuffer.allocate(16)
                .putInt(first)
                .putShort(second)
                .putShort(third)
                .putLong(token.getLeastSignificantBits())
                .array();
    }
}
