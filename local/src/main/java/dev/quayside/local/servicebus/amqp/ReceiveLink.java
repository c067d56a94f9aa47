package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.broker.Consumer;
import dev.quayside.local.servicebus.broker.MessageQueue;
import dev.quayside.local.servicebus.broker.QueuedMessage;
import dev.quayside.local.servicebus.broker.Settlement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.apache.qpid.protonj2.types.transport.SenderSettleMode;

/** A link on which a client receives from a queue, or from a session of it. */
final class ReceiveLink implements Consumer {

    /** A message on its way; {@code token} is {@code null} when it is deleted already. */
    private record Outgoing(ProtonBuffer bytes, UUID token) {}

    private final Sender link;
    private final AmqpConnection connection;
    private final MessageQueue queue;
    private final MessageCodec codec;
    private final Dispositions dispositions;
    private final boolean deletes;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private OutgoingDelivery partial;
    private int reserved;
    private boolean ended;

    private ReceiveLink(
            Sender link, AmqpConnection connection, MessageQueue queue, Settlement settlement, MessageCodec codec) {
        this.link = link;
        this.connection = connection;
        this.queue = queue;
        this.codec = codec;
        this.dispositions = new Dispositions(queue, settlement, codec, connection);
        this.deletes = link.getRemoteSenderSettleMode() == SenderSettleMode.SETTLED;
    }

    /** Answers an attach: at once, or when the session that it asks for is free. */
    static void accept(
            Sender link, AmqpConnection connection, MessageQueue queue, Settlement settlement, MessageCodec codec) {
        ReceiveLink receiver = new ReceiveLink(link, connection, queue, settlement, codec);
        Map<Symbol, Object> filter = link.getRemoteSource().getFilter();
        if (filter != null && filter.containsKey(SessionAttach.FILTER)) {
            new SessionAttach(link, connection, queue, receiver).request();
        } else if (queue.settings().requiresSession()) {
            throw new BrokerException(
                    Reason.NOT_ALLOWED,
                    "It is not possible to create a non-sessionful message receiver for the entity " + queue.path());
        } else {
            receiver.open(link.getRemoteSource().copy(), link.getRemoteProperties());
            queue.attach(receiver);
        }
    }

    void open(Source source, Map<Symbol, Object> properties) {
        link.setSource(source);
        link.setTarget(link.<Target>getRemoteTarget());
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
        link.setMaxMessageSize(UnsignedLong.valueOf(SendLink.MAX_MESSAGE_SIZE));
        link.setProperties(properties == null ? null : new HashMap<>(properties));
        link.creditStateUpdateHandler(ignored -> resume());
        link.deliveryStateUpdatedHandler(dispositions::handle);
        link.closeHandler(closing -> {
            closing.close();
            ended();
        });
        link.detachHandler(closing -> {
            closing.detach();
            ended();
        });
        connection.add(this);
        link.open();
    }

    /** The client is gone, or does not want more. */
    void ended() {
        if (!ended) {
            ended = true;
            connection.remove(this);
            queue.detach(this);
        }
    }

    @Override
    public boolean canTake() {
        return !ended
                && waiting.isEmpty()
                && partial == null
                && link.isSendable()
                && link.getCredit() > reserved
                && connection.keepsUp();
    }

    @Override
    public boolean deletesOnDelivery() {
        return deletes;
    }

    @Override
    public void reserve() {
        reserved++;
    }

    @Override
    public void deliver(QueuedMessage message) {
        if (deletes) {
            reserved--;
        }
        if (!ended && connection.isOpen()) {
            waiting.add(new Outgoing(codec.encode(message), message.lockToken()));
            flush();
            finishDraining();
        }
    }

    @Override
    public void sessionLost() {
        if (!ended && connection.isOpen()) {
            link.setCondition(Errors.condition(new BrokerException(
                    Reason.SESSION_LOCK_LOST, "The session lock has expired. Accept a new session.")));
            link.close();
        }
        ended();
    }

    /** There is credit again, or room on the connection. */
    void resume() {
        if (!ended && connection.isOpen()) {
            flush();
            queue.pump();
            finishDraining();
        }
    }

    private void finishDraining() {
        // Credit set aside for messages that are being deleted is not given back before they came.
        if (link.isDraining() && reserved == 0 && waiting.isEmpty() && partial == null) {
            link.drained();
        }
    }

    private void flush() {
        if (partial != null) {
            Outgoing rest = waiting.peek();
            if (rest == null || !link.isSendable() || !write(partial, rest)) {
                return;
            }
        }
        while (!waiting.isEmpty() && link.isSendable()) {
            Outgoing next = waiting.peek();
            OutgoingDelivery delivery = link.next();
            if (next.token() == null) {
                delivery.setTag(LockTokens.tag(UUID.randomUUID())).settle();
            } else {
                delivery.setTag(LockTokens.tag(next.token())).setLinkedResource(next.token());
            }
            if (!write(delivery, next)) {
                return;
            }
        }
    }

    /** Writes what the session's window has room for; false if a rest waits for more room. */
    private boolean write(OutgoingDelivery delivery, Outgoing message) {
        delivery.writeBytes(message.bytes());
        boolean whole = !message.bytes().isReadable();
        partial = whole ? null : delivery;
        if (whole) {
            waiting.remove();
        }
        return whole;
    }
}
