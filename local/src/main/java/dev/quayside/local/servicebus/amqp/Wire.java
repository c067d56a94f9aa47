package dev.quayside.local.servicebus.amqp;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;

/** AMQP values to and from bytes. For one thread: it reuses the codec's working state. */
final class Wire {

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

    /** The properties in an encoded section; none for {@code null}. */
    Map<String, Object> readProperties(ByteBuffer encoded) {
        if (encoded == null) {
            return Map.of();
        }
        byte[] bytes = new byte[encoded.remaining()];
        encoded.duplicate().get(bytes);
        Object value = read(ProtonBufferAllocator.defaultAllocator().copy(bytes));
        return ((ApplicationProperties) value).getValue();
    }

    static byte[] bytes(ProtonBuffer buffer) {
        byte[] bytes = new byte[buffer.getReadableBytes()];
        buffer.readBytes(bytes, 0, bytes.length);
        return bytes;
    }
}
