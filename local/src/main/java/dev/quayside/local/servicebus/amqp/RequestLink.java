package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.types.UnknownDescribedType;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Target;

/** A link on which a client sends requests to a node. Every request is answered, whatever happens. */
final class RequestLink {

    private static final System.Logger LOG = System.getLogger(RequestLink.class.getName());
    private static final int CREDIT = 100;

    private final Receiver link;
    private final AmqpConnection connection;
    private final Node node;
    private final Wire wire = new Wire();

    RequestLink(Receiver link, AmqpConnection connection, Node node) {
        this.link = link;
        this.connection = connection;
        this.node = node;
    }

    void open() {
        link.setSource(link.getRemoteSource());
        link.setTarget(link.<Target>getRemoteTarget());
        link.setMaxMessageSize(UnsignedLong.valueOf(SendLink.MAX_MESSAGE_SIZE));
        link.deliveryReadHandler(this::read);
        link.closeHandler(Receiver::close);
        link.detachHandler(Receiver::detach);
        link.open();
        link.addCredit(CREDIT);
    }

    private void read(IncomingDelivery delivery) {
        if (delivery.isPartial() && !delivery.isAborted()) {
            return;
        }
        byte[] bytes = new byte[delivery.available()];
        delivery.readBytes(bytes, 0, bytes.length);
        delivery.disposition(Accepted.getInstance(), true);
        link.addCredit(1);
        if (!delivery.isAborted()) {
            handle(bytes);
        }
    }

    private void handle(byte[] bytes) {
        ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().copy(bytes);
        Properties properties = new Properties();
        Map<String, Object> userProperties = new HashMap<>();
        Map<?, ?> body = Map.of();
        while (buffer.isReadable()) {
            Object section = wire.read(buffer);
            if (section instanceof Properties its) {
                properties = its;
            } else if (section instanceof ApplicationProperties its) {
                userProperties.putAll(its.getValue());
            } else if (section instanceof AmqpValue<?> value && value.getValue() instanceof Map<?, ?> map) {
                body = map;
            }
        }
        answer(properties, new Request(userProperties, body));
    }

    private void answer(Properties properties, Request request) {
        try {
            node.handle(request, response -> connection.whileOpen(() -> reply(properties, response)));
        } catch (BrokerException refused) {
            reply(properties, Response.failed(refused));
        } catch (RuntimeException unexpected) {
            LOG.log(System.Logger.Level.WARNING, "Request " + request.operation() + " failed", unexpected);
            reply(
                    properties,
                    Response.failed(
                            new BrokerException(Reason.INTERNAL, "The local Service Bus failed: " + unexpected)));
        }
    }

    private void reply(Properties request, Response response) {
        if (request.getReplyTo() == null) {
            return;
        }
        Map<String, Object> status = new HashMap<>();
        status.put(node.statusCodeName(), response.statusCode());
        status.put(node.statusDescriptionName(), response.description());
        if (response.condition() != null) {
            status.put("errorCondition", response.condition());
        }
        ProtonBuffer buffer = wire.newBuffer(512);
        wire.write(
                buffer,
                new Properties().setCorrelationId(request.getMessageId()).setTo(request.getReplyTo()));
        wire.write(buffer, new ApplicationProperties(status));
        wire.writeComposite(buffer, new UnknownDescribedType(AmqpValue.DESCRIPTOR_CODE, response.body()));
        connection.replies().send(request.getReplyTo(), buffer);
    }
}
