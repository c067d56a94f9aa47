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
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.types.Symbol;
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
        if (sections.annotations() != null) {
            wire.write(buffer, sections.annotations());
        }
        wire.write(buffer, properties);
        sections.copyAfterProperties(buffer);
        return Wire.bytes(buffer);
    }

    private static Incoming incoming(byte[] bytes, Sections sections) {
        Map<Symbol, Object> annotations = sections.annotations() == null
                ? Map.of()
                : sections.annotations().getValue();
        Header header = sections.header();
        boolean expires = header != null && header.hasTimeToLive() && header.getTimeToLive() > 0;
        return new Incoming(
                bytes,
                properties(sections, annotations),
                expires ? header.getTimeToLive() : Long.MAX_VALUE,
                annotations.get(SCHEDULED_ENQUEUE_TIME) instanceof Date date
                        ? date.toInstant().toEpochMilli()
                        : 0);
    }

    private static MessageProperties properties(Sections sections, Map<Symbol, Object> annotations) {
        Properties properties = sections.properties();
        Map<String, Object> user = new HashMap<>();
        sections.userProperties()
                .forEach((name, value) -> user.put(name, value instanceof Date date ? date.toInstant() : value));
        return new MessageProperties(
                text(properties.getMessageId()),
                text(properties.getCorrelationId()),
                properties.getTo(),
                properties.getReplyTo(),
                properties.getSubject(),
                properties.getGroupId(),
                properties.getReplyToGroupId(),
                properties.getContentType(),
                text(annotations.get(PARTITION_KEY)),
                user);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** A message as a receiver gets it: with its place in the queue, and what changed since it was sent. */
    ProtonBuffer encode(QueuedMessage message) {
        Sections sections = Sections.read(wire, message.bytes());
        ProtonBuffer buffer = wire.newBuffer(sections.length() + 256);
        Header header = sections.header() == null ? new Header() : sections.header();
        wire.write(buffer, header.setDeliveryCount(message.deliveryCount()));
        wire.write(buffer, new MessageAnnotations(annotations(sections, message)));
        if (message.changes() == null && message.deadLetterReason() == null) {
            sections.copyFromProperties(buffer);
        } else {
            wire.write(buffer, sections.properties());
            wire.write(buffer, new ApplicationProperties(changed(sections, message)));
            sections.copyBody(buffer);
        }
        return buffer;
    }

    private static Map<Symbol, Object> annotations(Sections sections, QueuedMessage message) {
        Map<Symbol, Object> annotations = new LinkedHashMap<>();
        if (sections.annotations() != null) {
            annotations.putAll(sections.annotations().getValue());
        }
        annotations.put(SEQUENCE_NUMBER, message.sequence());
        annotations.put(ENQUEUE_SEQUENCE_NUMBER, message.sequence());
        annotations.put(ENQUEUED_TIME, date(message.enqueuedAt()));
        annotations.put(MESSAGE_STATE, (int) message.state().code());
        if (message.lockToken() != null) {
            annotations.put(LOCKED_UNTIL, date(message.lockedUntil()));
        }
        if (message.deadLetterSource() != null) {
            annotations.put(DEAD_LETTER_SOURCE, message.deadLetterSource());
        }
        return annotations;
    }

    private Map<String, Object> changed(Sections sections, QueuedMessage message) {
        Map<String, Object> properties = new LinkedHashMap<>(sections.userProperties());
        properties.putAll(wire.readProperties(message.changes()));
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
        Map<String, Object> changes = new LinkedHashMap<>(wire.readProperties(message.changes()));
        more.forEach((name, value) -> changes.put(String.valueOf(name), value));
        ProtonBuffer buffer = wire.newBuffer(256);
        wire.write(buffer, new ApplicationProperties(changes));
        return ByteBuffer.wrap(Wire.bytes(buffer));
    }

    static Date date(long millis) {
        return Date.from(Instant.ofEpochMilli(millis));
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
