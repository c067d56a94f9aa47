package dev.quayside.local.servicebus.amqp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.TypeDecoder;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.DeliveryAnnotations;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;

/** An encoded message taken apart; what is not needed is skipped, not decoded. */
final class Sections {

    private final byte[] bytes;
    private Header header;
    private Map<Object, Object> annotations = Map.of();
    private Properties properties;
    /** Where the properties begin, the application properties, their values, and the body. */
    private int propertiesAt;

    private int userPropertiesAt;
    private int userValuesAt;
    private int bodyAt;

    private Sections(byte[] bytes) {
        this.bytes = bytes;
    }

    static Sections read(Wire wire, byte[] bytes) {
        Sections sections = new Sections(bytes);
        ProtonBuffer buffer = ProtonByteArrayBufferAllocator.wrapped(bytes);
        while (sections.bodyAt == buffer.getReadOffset() && buffer.isReadable()) {
            sections.readNext(wire, buffer);
        }
        return sections;
    }

    /** Reads one section before the body; at the body, leaves {@code bodyAt} behind the read position. */
    private void readNext(Wire wire, ProtonBuffer buffer) {
        TypeDecoder<?> decoder = wire.decoder().readNextTypeDecoder(buffer, wire.decoderState());
        Class<?> type = decoder.getTypeClass();
        if (type == DeliveryAnnotations.class) {
            decoder.skipValue(buffer, wire.decoderState());
            propertiesAt = buffer.getReadOffset();
        } else if (type == Header.class) {
            header = (Header) decoder.readValue(buffer, wire.decoderState());
            propertiesAt = buffer.getReadOffset();
        } else if (type == MessageAnnotations.class) {
            annotations = wire.readMap(buffer);
            propertiesAt = buffer.getReadOffset();
        } else if (type == Properties.class) {
            properties = (Properties) decoder.readValue(buffer, wire.decoderState());
        } else if (type == ApplicationProperties.class) {
            userValuesAt = buffer.getReadOffset();
            decoder.skipValue(buffer, wire.decoderState());
            bodyAt = buffer.getReadOffset();
            wire.decoderState().reset();
            return;
        } else {
            wire.decoderState().reset();
            return;
        }
        wire.decoderState().reset();
        userPropertiesAt = buffer.getReadOffset();
        bodyAt = buffer.getReadOffset();
    }

    int length() {
        return bytes.length;
    }

    Header header() {
        return header;
    }

    Map<Object, Object> annotations() {
        return annotations;
    }

    Properties properties() {
        return properties;
    }

    /** Reads the application properties, which most deliveries need not do. */
    Map<String, Object> userProperties(Wire wire) {
        Map<String, Object> userProperties = new LinkedHashMap<>();
        if (userValuesAt > 0) {
            ProtonBuffer buffer = ProtonByteArrayBufferAllocator.wrapped(bytes);
            wire.readMap(buffer.setReadOffset(userValuesAt))
                    .forEach((name, value) -> userProperties.put(String.valueOf(name), value));
        }
        return userProperties;
    }

    void copyFromProperties(ProtonBuffer target) {
        target.writeBytes(bytes, propertiesAt, bytes.length - propertiesAt);
    }

    void copyAfterProperties(ProtonBuffer target) {
        target.writeBytes(bytes, userPropertiesAt, bytes.length - userPropertiesAt);
    }

    void copyBody(ProtonBuffer target) {
        target.writeBytes(bytes, bodyAt, bytes.length - bodyAt);
    }
}
