package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.broker.Rule;
import dev.quayside.local.servicebus.filter.CorrelationFilter;
import dev.quayside.local.servicebus.filter.FalseFilter;
import dev.quayside.local.servicebus.filter.Filter;
import dev.quayside.local.servicebus.filter.FilterSyntaxException;
import dev.quayside.local.servicebus.filter.MessageProperties;
import dev.quayside.local.servicebus.filter.SqlFilter;
import dev.quayside.local.servicebus.filter.TrueFilter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.types.DescribedType;
import org.apache.qpid.protonj2.types.UnknownDescribedType;
import org.apache.qpid.protonj2.types.UnsignedLong;

/** Rules and filters in the shapes that {@code $management} speaks. */
final class RuleCodec {

    private static final UnsignedLong RULE = UnsignedLong.valueOf(0x13700000004L);
    private static final UnsignedLong EMPTY_ACTION = UnsignedLong.valueOf(0x13700000005L);
    private static final UnsignedLong SQL_FILTER = UnsignedLong.valueOf(0x1370000006L);
    private static final UnsignedLong TRUE_FILTER = UnsignedLong.valueOf(0x1370000007L);
    private static final UnsignedLong FALSE_FILTER = UnsignedLong.valueOf(0x1370000008L);
    private static final UnsignedLong CORRELATION_FILTER = UnsignedLong.valueOf(0x1370000009L);

    private static final int SQL_COMPATIBILITY = 20;

    private final Wire wire;

    RuleCodec(Wire wire) {
        this.wire = wire;
    }

    /** Reads the filter of an add-rule request. */
    Filter read(Map<?, ?> description) {
        if (description.get("sql-rule-action") instanceof Map<?, ?> action
                && action.get("expression") instanceof String text
                && !text.isBlank()) {
            throw new BrokerException(Reason.ARGUMENT, "Rule actions are not supported by the local Service Bus.");
        }
        if (description.get("sql-filter") instanceof Map<?, ?> sql) {
            return parse(String.valueOf(sql.get("expression")));
        }
        if (description.get("correlation-filter") instanceof Map<?, ?> correlation) {
            return new CorrelationFilter(new MessageProperties(
                    text(correlation.get("message-id")),
                    text(correlation.get("correlation-id")),
                    text(correlation.get("to")),
                    text(correlation.get("reply-to")),
                    text(correlation.get("label")),
                    text(correlation.get("session-id")),
                    text(correlation.get("reply-to-session-id")),
                    text(correlation.get("content-type")),
                    null,
                    user(correlation.get("properties"))));
        }
        return new TrueFilter();
    }

    private static Filter parse(String expression) {
        try {
            return SqlFilter.parse(expression);
        } catch (FilterSyntaxException unreadable) {
            throw new BrokerException(Reason.ARGUMENT, unreadable.getMessage());
        }
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static Map<String, Object> user(Object properties) {
        Map<String, Object> user = new HashMap<>();
        if (properties instanceof Map<?, ?> map) {
            map.forEach((name, value) -> user.put(String.valueOf(name), value));
        }
        return user;
    }

    /** A rule as enumerate-rules lists it. */
    DescribedType write(Rule rule) {
        return new UnknownDescribedType(
                RULE,
                Arrays.asList(
                        write(rule.filter()),
                        new UnknownDescribedType(EMPTY_ACTION, List.of()),
                        rule.name(),
                        Instant.ofEpochMilli(rule.createdAt())));
    }

    private static DescribedType write(Filter filter) {
        if (filter instanceof SqlFilter sql) {
            return new UnknownDescribedType(SQL_FILTER, List.of(sql.expression(), SQL_COMPATIBILITY));
        }
        if (filter instanceof CorrelationFilter correlation) {
            return new UnknownDescribedType(CORRELATION_FILTER, fields(correlation.expected()));
        }
        return new UnknownDescribedType(filter instanceof TrueFilter ? TRUE_FILTER : FALSE_FILTER, List.of());
    }

    private static List<Object> fields(MessageProperties expected) {
        Map<String, Object> user = new HashMap<>();
        expected.user().forEach((name, value) -> user.put(name, number(value)));
        return new ArrayList<>(Arrays.asList(
                expected.correlationId(),
                expected.messageId(),
                expected.to(),
                expected.replyTo(),
                expected.label(),
                expected.sessionId(),
                expected.replyToSessionId(),
                expected.contentType(),
                user));
    }

    /** Numbers from the configuration file are decimals, which AMQP's codec does not write. */
    private static Object number(Object value) {
        if (!(value instanceof BigDecimal decimal)) {
            return value;
        }
        return decimal.stripTrailingZeros().scale() <= 0 ? (Object) decimal.longValue() : decimal.doubleValue();
    }

    byte[] encode(Filter filter) {
        ProtonBuffer buffer = wire.newBuffer(256);
        wire.writeComposite(buffer, write(filter));
        return Wire.bytes(buffer);
    }

    Filter decode(byte[] definition) {
        DescribedType described = (DescribedType)
                wire.read(ProtonBufferAllocator.defaultAllocator().copy(definition));
        Object descriptor = described.getDescriptor();
        List<?> fields = (List<?>) described.getDescribed();
        if (descriptor.equals(SQL_FILTER)) {
            return SqlFilter.parse((String) fields.get(0));
        }
        if (descriptor.equals(CORRELATION_FILTER)) {
            return new CorrelationFilter(new MessageProperties(
                    text(fields.get(1)),
                    text(fields.get(0)),
                    text(fields.get(2)),
                    text(fields.get(3)),
                    text(fields.get(4)),
                    text(fields.get(5)),
                    text(fields.get(6)),
                    text(fields.get(7)),
                    null,
                    user(fields.get(8))));
        }
        return descriptor.equals(FALSE_FILTER) ? new FalseFilter() : new TrueFilter();
    }
}
