package dev.quayside.local.servicebus.amqp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.types.DescribedType;

/** AMQP values to and from bytes. For one thread: it reuses the codec's working state. */
final class Wire {

    private static final byte DESCRIBED = 0x00;
    private static final byte TIMESTAMP = (byte) 0x83;
    private static final byte NULL = 0x40;
    private static final byte MAP8 = (byte) 0xc1;
    private static final byte LIST32 = (byte) 0xd0;
    private static final byte MAP32 = (byte) 0xd1;
    private static final byte ARRAY32 = (byte) 0xf0;

    private final Encoder encoder = CodecFactory.getDefaultEncoder();
    private final EncoderState encoderState = encoder.newEncoderState();
    private final Decoder decoder = CodecFactory.getDefaultDecoder();
    private final DecoderState decoderState = decoder.newDecoderState();

    ProtonBuffer newBuffer(int capacity) {
        return ProtonBufferAllocator.defaultAllocator().allocate(capacity);
    }

    void write(ProtonBuffer buffer, Object value) {
        encoder.writeObject(buffer, encoderState, value);
        encoderState.reset();
    }

    /**
     * Writes a value that may be made of maps, lists, described types and points in time. The library's
     * encoder fails at lists with nulls, and writes arrays of points in time as numbers.
     */
    void writeComposite(ProtonBuffer buffer, Object value) {
        if (value instanceof DescribedType described) {
            buffer.writeByte(DESCRIBED);
            write(buffer, described.getDescriptor());
            writeComposite(buffer, described.getDescribed());
        } else if (value instanceof Map<?, ?> map) {
            int start = begin(buffer, MAP32, map.size() * 2);
            map.forEach((key, entry) -> {
                write(buffer, key);
                writeComposite(buffer, entry);
            });
            end(buffer, start);
        } else if (value instanceof List<?> list) {
            int start = begin(buffer, LIST32, list.size());
            list.forEach(entry -> writeComposite(buffer, entry));
            end(buffer, start);
        } else if (value instanceof Instant instant) {
            buffer.writeByte(TIMESTAMP);
            buffer.writeLong(instant.toEpochMilli());
        } else if (value instanceof Instant[] instants) {
            int start = begin(buffer, ARRAY32, instants.length);
            buffer.writeByte(TIMESTAMP);
            for (Instant instant : instants) {
                buffer.writeLong(instant.toEpochMilli());
            }
            end(buffer, start);
        } else {
            write(buffer, value);
        }
    }

    private static int begin(ProtonBuffer buffer, byte type, int count) {
        buffer.writeByte(type);
        int start = buffer.getWriteOffset();
        buffer.writeInt(0);
        buffer.writeInt(count);
        return start;
    }

    /** Fills in the size, which counts what follows it. */
    private static void end(ProtonBuffer buffer, int start) {
        buffer.setInt(start, buffer.getWriteOffset() - start - Integer.BYTES);
    }

    Object read(ProtonBuffer buffer) {
        Object value = decoder.readObject(buffer, decoderState);
        decoderState.reset();
        return value;
    }

    Decoder decoder() {
        return decoder;
    }

    DecoderState decoderState() {
        return decoderState;
    }

    /**
     * Reads a map, with points in time as {@link Instant}s. The library's decoder makes numbers of them,
     * so that a message would not leave as it came.
     */
    Map<Object, Object> readMap(ProtonBuffer buffer) {
        byte type = buffer.readByte();
        int count = switch (type) {
            case NULL -> 0;
            case MAP8 -> buffer.readShort() & 0xff;
            case MAP32 -> (int) buffer.readLong();
            default -> throw new DecodeException("A map is expected, not type " + type);
        };
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i += 2) {
            map.put(readValue(buffer), readValue(buffer));
        }
        return map;
    }

    private Object readValue(ProtonBuffer buffer) {
        if (buffer.getByte(buffer.getReadOffset()) == TIMESTAMP) {
            buffer.readByte();
            return Instant.ofEpochMilli(buffer.readLong());
        }
        return read(buffer);
    }

    static byte[] bytes(ProtonBuffer buffer) {
        byte[] bytes = new byte[buffer.getReadableBytes()];
        buffer.readBytes(bytes, 0, bytes.length);
        return bytes;
    }
}
