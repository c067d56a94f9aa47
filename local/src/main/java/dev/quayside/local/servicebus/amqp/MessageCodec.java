package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.broker.Codec;
import dev.quayside.local.servicebus.broker.Incoming;
import dev.quayside.local.servicebus.broker.QueuedMessage;
import dev.quayside.local.servicebus.filter.Filter;
import dev.quayside.local.servicebus.filter.MessageProperties;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnknownDescribedType;
import org.apache.qpid.protonj2.types.UnsignedByte;
import org.apache.qpid.protonj2.types.UnsignedInteger;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;

/**
 * Reads messages as they are sent and writes them as they are delivered. Body and footer stay the bytes
 * that the sender wrote; header and annotations are written anew for each delivery.
 */
public final class MessageCodec implements Codec {

    /** Message format of a transfer that carries several messages, one in each data section. */
    static final int BATCH_FORMAT = 0x80013700;

    private static final Symbol SCHEDULED_ENQUEUE_TIME = Symbol.valueOf("x-opt-scheduled-enqueue-time");
    private static final Symbol PARTITION_KEY = Symbol.valueOf("x-opt-partition-key");
    private static final Symbol SEQUENCE_NUMBER = Symbol.valueOf("x-opt-sequence-number");
    private static final Symbol ENQUEUE_SEQUENCE_NUMBER = Symbol.valueOf("x-opt-enqueue-sequence-number");
    private static final Symbol ENQUEUED_TIME = Symbol.valueOf("x-opt-enqueued-time");
    private static final Symbol LOCKED_UNTIL = Symbol.valueOf("x-opt-locked-until");
    private static final Symbol MESSAGE_STATE = Symbol.valueOf("x-opt-message-state");
    private static final Symbol DEAD_LETTER_SOURCE = Symbol.valueOf("x-opt-deadletter-source");

    private final Wire wire = new Wire();
    private final RuleCodec rules = new RuleCodec(wire);

    RuleCodec rules() {
        return rules;
    }

    /** The messages of a transfer: one, or those of a batch. */
    List<Incoming> readTransfer(byte[] bytes, int messageFormat) {
        if (messageFormat != BATCH_FORMAT) {
            return List.of(read(bytes));
        }
        List<Incoming> messages = new ArrayList<>();
        ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().copy(bytes);
        while (buffer.isReadable()) {
            if (wire.read(buffer) instanceof Data data) {
                messages.add(read(data.getValue()));
            }
        }
        return messages;
    }

    @Override
    public Incoming read(byte[] bytes) {
        Sections sections = read(wire, bytes);
        if (sections.properties() == null || sections.properties().getMessageId() == null) {
            byte[] identified = withMessageId(sections);
            return incoming(identified, read(wire, identified));
        }
        return incoming(bytes, sections);
    }

    private static Sections read(Wire wire, byte[] bytes) {
        try {
            return Sections.read(wire, bytes);
        } catch (RuntimeException malformed) {
            throw new BrokerException(Reason.ARGUMENT, "The message is not an AMQP message: " + malformed.getMessage());
        }
    }

    private byte[] withMessageId(Sections sections) {
        Properties properties = sections.properties() == null ? new Properties() : sections.properties();
        properties.setMessageId(UUID.randomUUID().toString().replace("-", ""));
        ProtonBuffer buffer = wire.newBuffer(sections.length() + 64);
        if (sections.header() != null) {
            wire.write(buffer, sections.header());
        }
        writeAnnotations(buffer, sections.annotations());
        wire.write(buffer, properties);
        sections.copyAfterProperties(buffer);
        return Wire.bytes(buffer);
    }

    /** The library leaves out a delivery count of 0, which the SDKs want to see. */
    private void writeHeader(ProtonBuffer buffer, Header sent, int deliveryCount) {
        Header header = sent == null ? new Header() : sent;
        wire.writeComposite(
                buffer,
                new UnknownDescribedType(
                        Header.DESCRIPTOR_CODE,
                        Arrays.asList(
                                header.isDurable(),
                                header.hasPriority() ? UnsignedByte.valueOf(header.getPriority()) : null,
                                header.hasTimeToLive() ? UnsignedInteger.valueOf(header.getTimeToLive()) : null,
                                null,
                                UnsignedInteger.valueOf(deliveryCount))));
    }

    private void writeAnnotations(ProtonBuffer buffer, Map<?, ?> annotations) {
        wire.writeComposite(buffer, new UnknownDescribedType(MessageAnnotations.DESCRIPTOR_CODE, annotations));
    }

    private void writeUserProperties(ProtonBuffer buffer, Map<?, ?> properties) {
        wire.writeComposite(buffer, new UnknownDescribedType(ApplicationProperties.DESCRIPTOR_CODE, properties));
    }

    private Incoming incoming(byte[] bytes, Sections sections) {
        Header header = sections.header();
        boolean expires = header != null && header.hasTimeToLive() && header.getTimeToLive() > 0;
        return new Incoming(
                bytes,
                properties(sections),
                expires ? header.getTimeToLive() : Long.MAX_VALUE,
                sections.annotations().get(SCHEDULED_ENQUEUE_TIME) instanceof Instant due ? due.toEpochMilli() : 0);
    }

    private MessageProperties properties(Sections sections) {
        Properties properties = sections.properties();
        return new MessageProperties(
                text(properties.getMessageId()),
                text(properties.getCorrelationId()),
                properties.getTo(),
                properties.getReplyTo(),
                properties.getSubject(),
                properties.getGroupId(),
                properties.getReplyToGroupId(),
                properties.getContentType(),
                text(sections.annotations().get(PARTITION_KEY)),
                sections.userProperties(wire));
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** A message as a receiver gets it: with its place in the queue, and what changed since it was sent. */
    ProtonBuffer encode(QueuedMessage message) {
        Sections sections = Sections.read(wire, message.bytes());
        ProtonBuffer buffer = wire.newBuffer(sections.length() + 256);
        writeHeader(buffer, sections.header(), message.deliveryCount());
        writeAnnotations(buffer, annotations(sections, message));
        if (message.changes() == null && message.deadLetterReason() == null) {
            sections.copyFromProperties(buffer);
        } else {
            wire.write(buffer, sections.properties());
            writeUserProperties(buffer, changed(sections, message));
            sections.copyBody(buffer);
        }
        return buffer;
    }

    private static Map<Object, Object> annotations(Sections sections, QueuedMessage message) {
        Map<Object, Object> annotations = new LinkedHashMap<>(sections.annotations());
        annotations.put(SEQUENCE_NUMBER, message.sequence());
        annotations.put(ENQUEUE_SEQUENCE_NUMBER, message.sequence());
        annotations.put(ENQUEUED_TIME, Instant.ofEpochMilli(message.enqueuedAt()));
        annotations.put(MESSAGE_STATE, (int) message.state().code());
        if (message.lockToken() != null) {
            annotations.put(LOCKED_UNTIL, Instant.ofEpochMilli(message.lockedUntil()));
        }
        if (message.deadLetterSource() != null) {
            annotations.put(DEAD_LETTER_SOURCE, message.deadLetterSource());
        }
        return annotations;
    }

    private Map<String, Object> changed(Sections sections, QueuedMessage message) {
        Map<String, Object> properties = sections.userProperties(wire);
        properties.putAll(changes(message));
        if (message.deadLetterReason() != null) {
            properties.put("DeadLetterReason", message.deadLetterReason());
        }
        if (message.deadLetterDescription() != null) {
            properties.put("DeadLetterErrorDescription", message.deadLetterDescription());
        }
        return properties;
    }

    /** The changes of a message with more added to them, encoded; {@code null} for none. */
    ByteBuffer addChanges(QueuedMessage message, Map<?, ?> more) {
        if (more == null || more.isEmpty()) {
            return message.changes();
        }
        Map<String, Object> changes = changes(message);
        more.forEach((name, value) -> changes.put(String.valueOf(name), value));
        ProtonBuffer buffer = wire.newBuffer(256);
        writeUserProperties(buffer, changes);
        return ByteBuffer.wrap(Wire.bytes(buffer));
    }

    private Map<String, Object> changes(QueuedMessage message) {
        if (message.changes() == null) {
            return new LinkedHashMap<>();
        }
        byte[] bytes = new byte[message.changes().remaining()];
        message.changes().duplicate().get(bytes);
        return Sections.read(wire, bytes).userProperties(wire);
    }

    @Override
    public byte[] encode(Filter filter) {
        return rules.encode(filter);
    }

    @Override
    public Filter filter(byte[] definition) {
        return rules.decode(definition);
    }
}
